package io.rbfly.client.subscribe;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.ViewHandler;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.budget.Budget;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.subscribe.group.Membership;
import io.rbfly.protocol.wire.Check;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Subscription} to all partitions of a super stream whose handlers run in parallel: each partition has a
 * subscription of its own, whose callbacks run on the executor of the options. Its state is on the event loop.
 */
public final class ParallelSubscription implements Subscription {
    private final String superStream;
    private final @Nullable Membership membership;
    private final boolean isStoring;
    private final Callbacks callbacks;
    private final ParallelPartitions partitions;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile boolean paused;
    private @Nullable ParallelLoops loops;

    private ParallelSubscription(
            String superStream,
            Offset offset,
            SubscriptionOptions options,
            @Nullable Membership membership,
            ClusterConnections connections,
            ClientContext context) {
        this.superStream = superStream;
        this.membership = membership;
        this.isStoring = options.offsetStoring() != null
                || membership != null && membership.storing(options.offsetStoring()) != null;
        this.callbacks = context.callbacks();
        ClientContext ofPartitions = new ClientContext(
                context.transport(),
                context.settings(),
                new Callbacks(context.transport().loop(), context.transport().timer(), options.partitionExecutor()),
                context.arrays());
        Budget budget = PartitionSessions.budget(options);
        this.partitions = new ParallelPartitions(
                superStream,
                offset,
                (name, start, count) -> {
                    budget.partitions(count);
                    return StreamSubscription.create(
                            name,
                            start,
                            PartitionSessions.share(options, count),
                            membership,
                            budget,
                            connections,
                            ofPartitions);
                },
                this::added,
                connections,
                context);
        partitions.ended().thenRun(this::complete);
    }

    /** Subscribes; called on the event loop, where the future completes. */
    public static CompletableFuture<ParallelSubscription> open(
            String superStream,
            Offset offset,
            SubscriptionOptions options,
            @Nullable Membership membership,
            ClusterConnections connections,
            ClientContext context) {
        ParallelSubscription subscription =
                new ParallelSubscription(superStream, offset, options, membership, connections, context);
        return subscription.partitions.open().thenApply(nothing -> subscription);
    }

    private void added(StreamSubscription partition) {
        if (paused) {
            partition.pause();
        }
        if (loops != null) {
            loops.add(partition);
        }
    }

    private void complete() {
        StreamException cause = partitions.cause();
        if (cause == null) {
            closed.complete(null);
        } else {
            closed.completeExceptionally(cause);
        }
        if (loops != null) {
            loops.end(cause);
        }
        ended.complete(null);
    }

    /** Completes normally on the event loop when the subscription is closed or has ended otherwise. */
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
    public boolean isActive() {
        return membership == null || partitions.all().stream().anyMatch(StreamSubscription::isActive);
    }

    @Override
    public CompletableFuture<Message> next() {
        return callbacks.failedFuture(readInParallel());
    }

    @Override
    public CompletableFuture<Message> next(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return next();
    }

    @Override
    public Flow.Publisher<Message> asFlowPublisher() {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            callbacks.execute(() -> ParallelLoops.refuse(subscriber, readInParallel()));
        };
    }

    private IllegalStateException readInParallel() {
        return new IllegalStateException(superStream
                + " is read in parallel (expected: forEach, forEachView or forEachBatch, or no partitionExecutor)");
    }

    @Override
    public CompletableFuture<Void> forEach(MessageHandler handler, ErrorPolicy policy) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(policy, "policy");
        return loop(partition -> partition.forEach(handler, policy));
    }

    @Override
    public CompletableFuture<Void> forEachBatch(
            Function<? super List<Message>, ? extends @Nullable CompletionStage<?>> handler, ErrorPolicy policy) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(policy, "policy");
        return loop(partition -> partition.forEachBatch(handler, policy));
    }

    @Override
    public CompletableFuture<Void> forEachView(ViewHandler handler, ErrorPolicy policy) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(policy, "policy");
        return loop(partition -> partition.forEachView(handler, policy));
    }

    private CompletableFuture<Void> loop(Function<Subscription, CompletableFuture<Void>> start) {
        CompletableFuture<Void> finished = callbacks.newFuture();
        callbacks.onLoop(() -> {
            if (loops != null && !loops.isFinished()) {
                callbacks.execute(() -> finished.completeExceptionally(
                        new IllegalStateException("messages of " + superStream + " are being read already")));
                return;
            }
            ParallelLoops all = new ParallelLoops(start, finished, callbacks);
            loops = all;
            if (ended.isDone()) {
                all.end(partitions.cause());
            } else {
                partitions.all().forEach(all::add);
            }
        });
        return finished;
    }

    @Override
    public void pause() {
        paused = true;
        partitions.all().forEach(StreamSubscription::pause);
    }

    @Override
    public void resume() {
        paused = false;
        partitions.all().forEach(StreamSubscription::resume);
    }

    @Override
    public CompletableFuture<Long> lag() {
        return callbacks.expose(LagQuery.sum(
                partitions.all().stream().map(StreamSubscription::lag).toList()));
    }

    @Override
    public CompletableFuture<Void> storeOffset(String reference) {
        Objects.requireNonNull(reference, "reference");
        Check.reference("reference", reference);
        return callbacks.expose(partitions.storeOffset(reference));
    }

    @Override
    public void acknowledge(Message message) {
        Objects.requireNonNull(message, "message");
        if (!isStoring) {
            throw new IllegalStateException(
                    "no offsets are stored for " + superStream + " (expected: SubscriptionOptions.withOffsetStoring)");
        }
        partitions.acknowledge(message);
    }

    @Override
    public CompletableFuture<Void> close() {
        CompletableFuture<Void> done = callbacks.newFuture();
        // In this thread, since a handler that closes the subscription is not waited for.
        partitions.all().forEach(StreamSubscription::close);
        callbacks.onLoop(() ->
                partitions.close().whenComplete((nothing, error) -> callbacks.execute(() -> done.complete(null))));
        return done;
    }

    @Override
    public String toString() {
        return "Subscription[superStream=" + superStream + ", parallel]";
    }
}
