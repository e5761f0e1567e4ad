package io.rbfly.client.publish.partition;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.event.Events;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.TimeBound;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.publish.StreamPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Publisher} of the application for all partitions of a super stream, for use in any thread. A message whose
 * route is known goes directly to the publisher of its partition; others wait in a {@link WaitingQueue}, with all that
 * come after them.
 */
public final class SuperStreamPublisher implements Publisher {
    private static final CompletableFuture<Long> NO_ID = CompletableFuture.completedFuture(0L);
    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final String superStream;
    private final PublisherOptions options;
    private final ClientContext context;
    private final Callbacks callbacks;
    private final Lanes lanes;
    private final WaitingQueue queue;
    private final Step<Void> enqueue;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** Why no more messages are accepted. */
    private volatile @Nullable StreamException refusal;
    /** The exception that ended it, null if the application closed it. Used on the event loop only. */
    private @Nullable StreamException cause;

    private boolean opened;

    private SuperStreamPublisher(
            String superStream,
            Routing routing,
            PublisherOptions options,
            ClusterConnections connections,
            ClientContext context) {
        this.superStream = superStream;
        this.options = options;
        this.context = context;
        this.callbacks = context.callbacks();
        this.queue = new WaitingQueue(options.maxPendingBytes());
        this.lanes = new Lanes(superStream, routing, options, connections, context, this::fail);
        this.enqueue = Step.enqueue(lanes);
        lanes.closed().thenRun(this::complete);
    }

    /**
     * Opens a publisher; called on the event loop. The future completes there when the partitions are known, and a
     * publisher with a name is accepted by the brokers for all of them.
     */
    public static CompletableFuture<SuperStreamPublisher> open(
            String superStream,
            Routing routing,
            PublisherOptions options,
            ClusterConnections connections,
            ClientContext context) {
        SuperStreamPublisher publisher = new SuperStreamPublisher(superStream, routing, options, connections, context);
        return publisher.lanes.open().handle((nothing, error) -> {
            if (error == null) {
                publisher.opened = true;
                return publisher;
            }
            Throwable failure = Callbacks.unwrap(error);
            boolean known = failure instanceof StreamException;
            publisher.fail(
                    known ? (StreamException) failure : new ConnectionException(String.valueOf(failure), failure));
            // The first failure, because of which the other publishers were closed, is the reason.
            throw new CompletionException(known ? publisher.refusal : failure);
        });
    }

    /** Ends for another reason than being closed. What was passed to the publishers of partitions is still sent. */
    private void fail(StreamException reason) {
        assert callbacks.isOnLoop();
        if (refusal == null) {
            refusal = reason;
            cause = reason instanceof ClosedException ? null : reason;
            queue.end(reason);
            lanes.close(Lanes.NO_LIMIT);
            if (opened && cause != null) {
                context.settings().listener().accept(new Events.PublisherEnded(superStream, options.name(), cause));
            }
        }
    }

    private void complete() {
        if (cause == null) {
            closed.complete(null);
        } else {
            closed.completeExceptionally(cause);
        }
        ended.complete(null);
    }

    /** Completes normally on the event loop when the publisher is closed or has ended otherwise. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public CompletableFuture<Void> closed() {
        return callbacks.expose(closed);
    }

    @Override
    public String stream() {
        return superStream;
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public long lastPublishingId() {
        if (options.name().isEmpty()) {
            return 0;
        }
        List<Lane> all = lanes.table().lanes();
        long lowest = all.isEmpty() ? 0 : -1;
        for (Lane lane : all) {
            long last = lane.lastPublishingId();
            lowest = Long.compareUnsigned(last, lowest) < 0 ? last : lowest;
        }
        return lowest;
    }

    @Override
    public CompletableFuture<Long> send(Object body) {
        return pass(body, NO_ID, StreamPublisher::send);
    }

    @Override
    public CompletableFuture<Long> send(long publishingId, Object body) {
        return pass(body, NO_ID, (publisher, kept) -> publisher.send(publishingId, kept));
    }

    @Override
    public CompletableFuture<Long> sendRaw(byte[] message) {
        Objects.requireNonNull(message, "message");
        return pass(message, NO_ID, Step.RAW);
    }

    @Override
    public CompletableFuture<Void> enqueue(Object body) {
        return pass(body, NOTHING, enqueue);
    }

    private <T extends @Nullable Object> CompletableFuture<T> pass(
            Object body, CompletableFuture<T> none, Step<T> step) {
        try {
            requireOpen();
            Destination destination = lanes.table().route(body);
            List<Lane> now = queue.isWaiting() ? null : destination.now();
            return now != null ? pass(now, body, none, step) : passLater(destination, body, none, step);
        } catch (Throwable e) { // also an Error of the application's function or of encoding
            return callbacks.failedFuture(e);
        }
    }

    private void requireOpen() {
        StreamException reason = refusal;
        if (reason != null) {
            throw reason;
        }
    }

    private <T extends @Nullable Object> CompletableFuture<T> pass(
            List<Lane> to, Object body, CompletableFuture<T> none, Step<T> step) {
        if (to.size() == 1) {
            return step.pass(to.get(0).publisher(), body);
        }
        List<CompletableFuture<T>> all = new ArrayList<>(to.size());
        to.forEach(lane -> all.add(step.pass(lane.publisher(), body)));
        return Combined.of(all, none, callbacks);
    }

    private <T extends @Nullable Object> CompletableFuture<T> passLater(
            Destination destination, Object body, CompletableFuture<T> none, Step<T> step) {
        Object kept = step.keep(body, superStream);
        CompletableFuture<T> result = callbacks.newFuture();
        CompletableFuture<List<Lane>> known = destination.later();
        queue.add(new WaitingQueue.Entry(
                known,
                step.size(kept),
                step.room(),
                () -> known.whenComplete((to, error) -> {
                    if (error == null) {
                        Combined.link(pass(to, kept, none, step), result, callbacks);
                    } else {
                        failLater(result, Callbacks.unwrap(error));
                    }
                }),
                error -> failLater(result, error)));
        return result;
    }

    private void failLater(CompletableFuture<?> result, Throwable error) {
        callbacks.execute(() -> result.completeExceptionally(error));
    }

    @Override
    public CompletableFuture<Void> sendAll(Collection<?> bodies) {
        Objects.requireNonNull(bodies, "bodies");
        try {
            requireOpen();
            PartitionedBodies all = PartitionedBodies.of(bodies, lanes.table());
            if (!queue.isWaiting() && all.isKnown()) {
                return all.send(callbacks, this::sendAgain);
            }
            return afterWaiting(all.known(), () -> all.send(callbacks, this::sendAgain));
        } catch (Throwable e) {
            return callbacks.failedFuture(e);
        }
    }

    /** Routes messages anew that the publisher of a partition did not accept, if that partition has left. */
    private CompletableFuture<Void> sendAgain(Lane lane, List<Object> rest, StreamException cause) {
        CompletableFuture<Void> result = callbacks.newFuture();
        lanes.hasLeft(lane, cause).thenAccept(hasLeft -> {
            StreamException reason = refusal;
            if (reason != null || !hasLeft) {
                failLater(result, reason != null ? reason : cause);
            } else if (!result.isDone()) {
                Combined.link(sendAll(rest), result, callbacks);
            }
        });
        return result;
    }

    @Override
    public CompletableFuture<Void> flush() {
        return queue.isWaiting() ? afterWaiting(NOTHING, this::flushNow) : flushNow();
    }

    private CompletableFuture<Void> flushNow() {
        return together(lanes.toFlush().stream().map(StreamPublisher::flush).toList());
    }

    @Override
    public CompletableFuture<Void> ready() {
        StreamException reason = refusal;
        if (reason != null) {
            return callbacks.failedFuture(reason);
        }
        return queue.isWaiting() ? afterWaiting(NOTHING, this::readyNow) : readyNow();
    }

    private CompletableFuture<Void> readyNow() {
        return together(lanes.started().stream()
                .map(each -> lanes.roomUnlessLeft(each, each.ready()))
                .toList());
    }

    private CompletableFuture<Void> together(List<CompletableFuture<Void>> all) {
        return Combined.of(all, NOTHING, callbacks);
    }

    /** Does something when all that waits at present is passed on. */
    private CompletableFuture<Void> afterWaiting(CompletableFuture<?> known, Supplier<CompletableFuture<Void>> step) {
        CompletableFuture<Void> result = callbacks.newFuture();
        queue.add(new WaitingQueue.Entry(
                known,
                0,
                WaitingQueue.Room.NONE,
                () -> Combined.link(step.get(), result, callbacks),
                error -> failLater(result, error)));
        return result;
    }

    @Override
    public CompletableFuture<Void> close() {
        return close(context.settings().requestTimeout());
    }

    @Override
    public CompletableFuture<Void> close(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: zero or more)");
        }
        ClosedException reason = new ClosedException("publisher on super stream " + superStream + " is closed");
        if (refusal == null) {
            refusal = reason;
        }
        CompletableFuture<Void> done = callbacks.newFuture();
        callbacks.onLoop(() ->
                close(timeout, reason).whenComplete((nothing, error) -> callbacks.execute(() -> done.complete(null))));
        return done;
    }

    /** Waits until what waits for its partition is passed on, and closes the publishers of the partitions. */
    private CompletableFuture<Void> close(Duration timeout, ClosedException reason) {
        long nanos = TimeBound.nanos(timeout);
        Timer timer = context.transport().timer();
        long start = timer.nanoTime();
        CompletableFuture<Void> passedOn = new CompletableFuture<>();
        queue.whenEmpty(() -> callbacks.onLoop(() -> passedOn.complete(null)));
        if (nanos != TimeBound.NEVER && !passedOn.isDone()) {
            Timer.Scheduled limit = timer.schedule(Duration.ofNanos(nanos), () -> queue.end(reason));
            passedOn.thenRun(limit::cancel);
        }
        return passedOn.thenCompose(nothing -> lanes.close(
                nanos == TimeBound.NEVER
                        ? timeout
                        : Duration.ofNanos(Math.max(0, nanos - (timer.nanoTime() - start)))));
    }

    @Override
    public String toString() {
        return "Publisher[superStream=" + superStream + ", name=" + options.name() + "]";
    }
}
