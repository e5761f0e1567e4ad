package io.rbfly.client.subscribe;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.ViewHandler;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.budget.Budget;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.subscribe.group.Membership;
import io.rbfly.client.superstream.PartitionWatch;
import io.rbfly.protocol.wire.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Subscription} to all partitions of a super stream whose handlers run in parallel: each partition has a
 * subscription of its own, whose callbacks run on the executor of the options. Its state is on the event loop.
 */
public final class ParallelSubscription implements Subscription, PartitionWatch.Listener {
    private final String superStream;
    private final Offset offset;
    private final SubscriptionOptions options;
    private final @Nullable Membership membership;
    private final ClusterConnections connections;
    private final Callbacks callbacks;
    private final ClientContext ofPartitions;
    private final PartitionWatch watch;
    private final Budget budget;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    /** By the names of the partitions; replaced, not changed, so that other threads may use it. */
    private volatile Map<String, StreamSubscription> partitions = Map.of();

    private volatile boolean paused;
    private boolean opened;
    private boolean ending;
    private @Nullable StreamException cause;
    private @Nullable ParallelLoops loops;

    private ParallelSubscription(
            String superStream,
            Offset offset,
            SubscriptionOptions options,
            @Nullable Membership membership,
            ClusterConnections connections,
            ClientContext context) {
        this.superStream = superStream;
        this.offset = offset;
        this.options = options;
        this.membership = membership;
        this.connections = connections;
        this.callbacks = context.callbacks();
        this.ofPartitions = new ClientContext(
                context.transport(),
                context.settings(),
                new Callbacks(context.transport().loop(), context.transport().timer(), options.partitionExecutor()));
        this.budget = PartitionSessions.budget(options);
        this.watch = new PartitionWatch(superStream, description(), connections, context, this);
    }

    private String description() {
        return "subscription to super stream " + superStream;
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
        return subscription
                .watch
                .start()
                .thenCompose(names -> {
                    List<CompletableFuture<Void>> opening = new ArrayList<>();
                    names.forEach(name -> opening.add(subscription.add(name, offset, names.size())));
                    return CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new));
                })
                .whenComplete((nothing, error) -> {
                    subscription.opened = true;
                    if (error != null) {
                        subscription.end(null);
                    }
                })
                .thenApply(nothing -> subscription);
    }

    /** Opens one; if the partition was deleted meanwhile, that is no failure. */
    private CompletableFuture<Void> add(String name, Offset start, int count) {
        budget.partitions(count);
        return StreamSubscription.open(
                        name,
                        start,
                        PartitionSessions.share(options, count),
                        membership,
                        budget,
                        connections.reading(),
                        ofPartitions)
                .handle((partition, error) -> {
                    Throwable failure = error == null ? null : Callbacks.unwrap(error);
                    if (failure == null) {
                        opened(name, partition);
                    } else if (PartitionSessions.isDeleted(failure)) {
                        watch.ask();
                    } else if (opened && failure instanceof StreamException reason) {
                        end(reason);
                    } else {
                        throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
                    }
                    return null;
                });
    }

    private void opened(String name, StreamSubscription partition) {
        if (ending) {
            partition.close();
            return;
        }
        Map<String, StreamSubscription> all = new LinkedHashMap<>(partitions);
        all.put(name, partition);
        partitions = all;
        if (paused) {
            partition.pause();
        }
        if (loops != null) {
            loops.add(partition);
        }
        partition
                .closedOnLoop()
                .whenComplete((nothing, error) -> left(name, error == null ? null : Callbacks.unwrap(error)));
    }

    private void left(String name, @Nullable Throwable reason) {
        Map<String, StreamSubscription> others = new LinkedHashMap<>(partitions);
        others.remove(name);
        partitions = others;
        if (ending) {
            completeIfLeft();
        } else if (PartitionSessions.isDeleted(reason)) {
            watch.ask();
        } else if (reason instanceof StreamException failure) {
            end(failure);
        } else if (watch.partitions().contains(name)) {
            end(null);
        }
    }

    @Override
    public void changed(List<String> names) {
        for (String name : names) {
            if (!partitions.containsKey(name)) {
                add(name, PartitionSessions.ofNewPartition(offset), names.size());
            }
        }
        partitions.forEach((name, partition) -> {
            if (!names.contains(name)) {
                partition.close();
            }
        });
    }

    @Override
    public void deleted(BrokerException reason) {
        end(reason);
    }

    /** Closes all partitions; for an exception, or null if the application closes the subscription. */
    private void end(@Nullable StreamException reason) {
        if (!ending) {
            ending = true;
            cause = reason;
            watch.stop();
            partitions.values().forEach(StreamSubscription::close);
            completeIfLeft();
        }
    }

    private void completeIfLeft() {
        if (!partitions.isEmpty() || ended.isDone()) {
            return;
        }
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
        return membership == null || partitions.values().stream().anyMatch(StreamSubscription::isActive);
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
        return subscriber -> callbacks.execute(() -> {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {}

                @Override
                public void cancel() {}
            });
            subscriber.onError(readInParallel());
        });
    }

    private IllegalStateException readInParallel() {
        return new IllegalStateException(
                superStream + " is read in parallel (expected: forEach or forEachView, or no partitionExecutor)");
    }

    @Override
    public CompletableFuture<Void> forEach(MessageHandler handler, ErrorPolicy policy) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(policy, "policy");
        return loop(partition -> partition.forEach(handler, policy));
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
                all.end(cause);
            } else {
                partitions.values().forEach(all::add);
            }
        });
        return finished;
    }

    @Override
    public void pause() {
        paused = true;
        partitions.values().forEach(StreamSubscription::pause);
    }

    @Override
    public void resume() {
        paused = false;
        partitions.values().forEach(StreamSubscription::resume);
    }

    @Override
    public CompletableFuture<Void> storeOffset(String reference) {
        Objects.requireNonNull(reference, "reference");
        Check.reference("reference", reference);
        return callbacks.expose(CompletableFuture.allOf(partitions.values().stream()
                .map(partition -> partition.storeOffset(reference))
                .toArray(CompletableFuture[]::new)));
    }

    @Override
    public void acknowledge(Message message) {
        Objects.requireNonNull(message, "message");
        StreamSubscription partition = partitions.get(message.stream());
        if (partition != null) {
            partition.acknowledge(message);
        } else if (!message.stream().startsWith(superStream)) {
            throw new IllegalArgumentException("message: of stream " + message.stream()
                    + " (expected: of a partition of super stream " + superStream + ")");
        }
    }

    @Override
    public CompletableFuture<Void> close() {
        CompletableFuture<Void> done = callbacks.newFuture();
        callbacks.onLoop(() -> {
            List<CompletableFuture<Void>> leaving = new ArrayList<>();
            partitions.values().forEach(partition -> leaving.add(partition.close()));
            end(null);
            CompletableFuture.allOf(leaving.toArray(CompletableFuture[]::new))
                    .whenComplete((nothing, error) -> callbacks.execute(() -> done.complete(null)));
        });
        return done;
    }

    @Override
    public String toString() {
        return "Subscription[superStream=" + superStream + ", parallel]";
    }
}
