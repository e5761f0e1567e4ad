package io.rbfly.client.subscribe;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.superstream.PartitionWatch;
import io.rbfly.client.superstream.SuperStreamQueries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a {@link ParallelSubscription}, one for each partition: opens them, also for partitions that are
 * added later, and ends them together. One that has ended remains until it is read. Used on the event loop only.
 */
final class ParallelPartitions implements PartitionWatch.Listener {
    private final String superStream;
    private final Offset offset;
    private final Factory factory;
    private final Consumer<StreamSubscription> added;
    private final PartitionWatch watch;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** By the names of the partitions; replaced, not changed, so that other threads may use it. */
    private volatile Map<String, StreamSubscription> partitions = Map.of();

    /** Of all partitions until now. */
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    /** Partitions that were added again before what was received of them earlier is read. */
    private final Set<String> again = new HashSet<>();

    private boolean ending;
    private @Nullable StreamException cause;

    /** Creates subscriptions. */
    interface Factory {
        /**
         * Creates a subscription that is not open yet.
         *
         * @param partitions their present number, which share the limits of memory
         */
        StreamSubscription create(String partition, Offset offset, int partitions);
    }

    /**
     * Creates them without partitions yet.
     *
     * @param added called with each subscription before it is opened
     */
    ParallelPartitions(
            String superStream,
            Offset offset,
            Factory factory,
            Consumer<StreamSubscription> added,
            ClusterConnections connections,
            ClientContext context) {
        this.superStream = superStream;
        this.offset = offset;
        this.factory = factory;
        this.added = added;
        this.watch = new PartitionWatch(
                superStream, "subscription to super stream " + superStream, connections, context, this);
    }

    /** Subscribes to all partitions; the future completes on the event loop when the broker has accepted them. */
    CompletableFuture<Void> open() {
        return watch.start()
                .thenCompose(found -> {
                    List<CompletableFuture<Void>> opening = new ArrayList<>();
                    found.forEach(name -> opening.add(add(name, offset, found.size(), false)));
                    return CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new));
                })
                .whenComplete((nothing, error) -> {
                    if (error != null) {
                        close(); // nobody will read
                    }
                });
    }

    /** Opens one; if the partition was deleted meanwhile, that is no failure. One that was added later joins. */
    private CompletableFuture<Void> add(String name, Offset start, int count, boolean joins) {
        if (ending) {
            return CompletableFuture.completedFuture(null);
        }
        StreamSubscription partition = factory.create(name, start, count);
        // Known before it is open: the partitions may change meanwhile.
        Map<String, StreamSubscription> all = new LinkedHashMap<>(partitions);
        all.put(name, partition);
        partitions = all;
        names.add(name);
        added.accept(partition);
        partition.left().thenRun(() -> left(partition));
        partition.closedOnLoop().whenComplete((nothing, error) -> read(name));
        return partition
                .open(joins)
                .exceptionallyCompose(error -> PartitionSessions.isDeleted(Callbacks.unwrap(error))
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(error));
    }

    /** It receives no more, though messages may be left to read. */
    private void left(StreamSubscription partition) {
        StreamException reason = partition.cause();
        if (ending) {
            return;
        } else if (PartitionSessions.isDeleted(reason)) {
            watch.ask();
        } else if (reason != null) {
            end(reason);
        } else {
            close();
        }
    }

    /** It has ended and is read. */
    private void read(String name) {
        Map<String, StreamSubscription> others = new LinkedHashMap<>(partitions);
        others.remove(name);
        partitions = others;
        if (ending) {
            completeIfRead();
        } else if (again.remove(name)) {
            join(name, watch.partitions().size());
        }
    }

    private void join(String name, int count) {
        try {
            add(name, PartitionSessions.ofNewPartition(offset), count, true).whenComplete((nothing, error) -> {});
        } catch (IllegalArgumentException e) {
            end(PartitionSessions.refused(e));
        }
    }

    @Override
    public void changed(List<String> found) {
        again.retainAll(found);
        for (String name : found) {
            StreamSubscription partition = partitions.get(name);
            if (partition == null) {
                join(name, found.size());
            } else if (partition.hasEnded()) {
                again.add(name); // its messages are passed in order, so not by two subscriptions at a time
            }
        }
        partitions.forEach((name, partition) -> {
            if (!found.contains(name)) {
                partition.end(new BrokerException(
                        "partition " + name + " of " + SuperStreamQueries.describe(superStream),
                        ErrorCode.STREAM_DOES_NOT_EXIST));
            }
        });
    }

    @Override
    public void deleted(BrokerException reason) {
        end(reason);
    }

    /** Ends all: what is received of them is still delivered. */
    private void end(StreamException reason) {
        if (!ending) {
            ending = true;
            cause = reason;
            watch.stop();
            partitions.values().forEach(partition -> partition.end(reason));
            completeIfRead();
        }
    }

    /**
     * Closes all on behalf of the application.
     *
     * @return completes when the brokers have deleted the subscriptions
     */
    CompletableFuture<Void> close() {
        ending = true;
        watch.stop();
        List<CompletableFuture<Void>> leaving = new ArrayList<>();
        partitions.values().forEach(partition -> leaving.add(partition.close()));
        completeIfRead();
        return CompletableFuture.allOf(leaving.toArray(CompletableFuture[]::new));
    }

    private void completeIfRead() {
        if (partitions.isEmpty()) {
            ended.complete(null);
        }
    }

    /** Completes normally when all are closed, or have ended otherwise and are read. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** The exception that ended them, null if the application closed them. */
    @Nullable
    StreamException cause() {
        return cause;
    }

    /** The subscriptions; for use in any thread. */
    Collection<StreamSubscription> all() {
        return partitions.values();
    }

    /** Stores the offsets of those that are read now; for use in any thread. */
    CompletableFuture<Void> storeOffset(String reference) {
        return CompletableFuture.allOf(partitions.values().stream()
                .map(partition -> partition.storeOffsetIfReading(reference))
                .toArray(CompletableFuture[]::new));
    }

    /** Marks a message as processed, without effect if its partition was removed; for use in any thread. */
    void acknowledge(Message message) {
        StreamSubscription partition = partitions.get(message.stream());
        if (partition != null) {
            partition.acknowledge(message);
        } else if (!names.contains(message.stream())) {
            throw new IllegalArgumentException("message: of stream " + message.stream()
                    + " (expected: of a partition of super stream " + superStream + ")");
        }
    }
}
