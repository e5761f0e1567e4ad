package io.rbfly.client.publish;

import io.rbfly.client.publish.outcome.SharedOutcome;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends many messages with one future: as many at a time as the window has room for. Runs in the thread of the caller
 * as long as there is room, and goes on where futures complete; one thread at a time.
 */
final class BulkSend {
    private final OutgoingBatch batch;
    private final Object[] bodies;
    private final BiPredicate<Object, SharedOutcome> offer;
    private final SharedOutcome group;
    private int next;
    /** What is waited for. */
    private volatile @Nullable CompletableFuture<Void> room;

    /** With what adds a message when there is room for it, and returns whether there was. */
    BulkSend(OutgoingBatch batch, BooleanSupplier onLoop, Object[] bodies, BiPredicate<Object, SharedOutcome> offer) {
        this.batch = batch;
        this.group = new SharedOutcome(onLoop, this::dropped);
        this.bodies = bodies;
        this.offer = offer;
    }

    /** The future of all messages. Cancelling it leaves those out that were not accepted. */
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
                    if (group.future().isDone()) { // before the room was known
                        awaited.cancel(false);
                    }
                    return;
                }
            }
        }
        batch.end(group);
    }

    /** The application needs no outcome any more: does not keep the messages until there is room. */
    private void dropped() {
        batch.dropped();
        CompletableFuture<Void> awaited = room;
        if (awaited != null) {
            awaited.cancel(false);
        }
    }

    /** Returns whether the message is done with: accepted or failed. */
    private boolean offerNext() {
        try {
            if (!offer.test(bodies[next], group)) {
                return false;
            }
        } catch (Throwable e) { // also an error of the application's filter: nobody else would hear of it
            group.failed(e);
        }
        next++;
        return true;
    }
}
