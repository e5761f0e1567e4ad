package io.rbfly.client.publish;

import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.publish.outcome.SharedOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends many messages with one future: as many at a time as the window has room for. Runs in the caller's thread while
 * there is room, and continues where futures complete; in one thread at a time.
 */
final class BulkSend {
    private final OutgoingBatch batch;
    private final Object[] bodies;
    private final BiPredicate<Object, SharedOutcome> offer;
    private final SharedOutcome group;
    /** Receives what is left when the publisher has ended, null if each of these messages is a failure. */
    private final @Nullable BiConsumer<List<Object>, StreamException> rest;

    private int next;
    /** The future of room for which it waits. */
    private volatile @Nullable CompletableFuture<Void> room;

    /** Creates it with a function that adds a message if there is room for it, and returns whether there was. */
    BulkSend(
            OutgoingBatch batch,
            BooleanSupplier onLoop,
            Object[] bodies,
            BiPredicate<Object, SharedOutcome> offer,
            @Nullable BiConsumer<List<Object>, StreamException> rest) {
        this.rest = rest;
        this.batch = batch;
        this.group = new SharedOutcome(onLoop, this::dropped);
        this.bodies = bodies;
        this.offer = offer;
    }

    /** Starts, and returns the future of all messages. Cancelling it leaves out those that are not accepted yet. */
    CompletableFuture<Void> start() {
        proceed();
        return group.future();
    }

    private void proceed() {
        while (next < bodies.length && !group.future().isDone()) {
            if (!offerNext()) {
                CompletableFuture<Void> awaited = batch.room();
                if (!awaited.isDone()) {
                    room = awaited;
                    awaited.whenComplete((nothing, error) -> proceed());
                    if (group.future().isDone()) { // the future was completed before room was assigned
                        awaited.cancel(false);
                    }
                    return;
                }
            }
        }
        batch.end(group);
    }

    /** The application no longer waits: releases the messages that wait for room. */
    private void dropped() {
        batch.dropped();
        CompletableFuture<Void> awaited = room;
        if (awaited != null) {
            awaited.cancel(false);
        }
    }

    /** Returns whether the message was accepted or has failed. */
    private boolean offerNext() {
        try {
            if (!offer.test(bodies[next], group)) {
                return false;
            }
        } catch (Throwable e) { // also an Error of the application's filter, which would not be reported otherwise
            StreamException ended = batch.ended();
            if (rest != null && e == ended) {
                rest.accept(Arrays.asList(bodies).subList(next, bodies.length), ended);
                next = bodies.length;
                return true;
            }
            group.failed(e);
        }
        next++;
        return true;
    }
}
