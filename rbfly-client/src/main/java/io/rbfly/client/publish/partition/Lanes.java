package io.rbfly.client.publish.partition;

import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.Routing.PartitionChange;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.stream.RoutingException;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.publish.PublisherBudget;
import io.rbfly.client.publish.StreamPublisher;
import io.rbfly.client.recovery.Backoff;
import io.rbfly.client.superstream.PartitionWatch;
import io.rbfly.client.superstream.SuperStreamQueries;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The publishers of the partitions of a super stream, and what becomes of them when partitions are added or removed.
 * Changes happen on the event loop; {@link #table} and {@link #started} are for use in any thread.
 */
final class Lanes implements PartitionWatch.Listener {
    static final Duration NO_LIMIT = ChronoUnit.FOREVER.getDuration();

    private final String superStream;
    private final Routing routing;
    private final PublisherOptions options;
    private final ClusterConnections connections;
    private final PublisherBudget budget;
    private final ClientContext context;
    private final PartitionWatch watch;
    private final SuperStreamQueries queries;
    private final Consumer<StreamException> failed;
    private final Set<StreamPublisher> started = new CopyOnWriteArraySet<>();
    /** Publishers that have ended; their failures are yet to be reported by a flush. */
    private final Set<StreamPublisher> former = new CopyOnWriteArraySet<>();

    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile PartitionTable table;
    /** Whether those for the first partitions are started, and further ones join them. */
    private volatile boolean joins;

    private volatile int frameLimit;
    private boolean closing;

    /**
     * Creates lanes without partitions yet.
     *
     * @param failed called with the exception that ends the publisher as a whole
     */
    Lanes(
            String superStream,
            Routing routing,
            PublisherOptions options,
            ClusterConnections connections,
            ClientContext context,
            Consumer<StreamException> failed) {
        this.superStream = superStream;
        this.routing = routing;
        this.options = options;
        this.connections = connections;
        this.budget = new PublisherBudget(options);
        this.context = context;
        this.failed = failed;
        this.watch =
                new PartitionWatch(superStream, "publisher on super stream " + superStream, connections, context, this);
        this.queries = new SuperStreamQueries(connections, () -> !closing);
        this.table = new PartitionTable(superStream, routing, List.of(), this::ask);
    }

    /**
     * Queries the partitions, and opens their publishers if they have a name; the future completes on the event loop.
     */
    CompletableFuture<Void> open() {
        return StreamPublisher.prepare(options, context)
                .thenCompose(ready -> watch.start())
                .thenCompose(partitions -> connections.any().thenApply(connection -> {
                    frameLimit = connection.frameMax(); // most likely that of all nodes
                    return partitions;
                }))
                .thenCompose(partitions -> {
                    install(partitions);
                    joins = true;
                    return CompletableFuture.allOf(table.lanes().stream()
                            .filter(lane -> isNamed())
                            .map(this::opened)
                            .toArray(CompletableFuture[]::new));
                });
    }

    /** If the partition was removed meanwhile, and the routing follows, that is no failure. */
    private CompletableFuture<Void> opened(Lane lane) {
        return lane.publisher()
                .opened()
                .exceptionallyCompose(error -> table.lane(lane.partition()) != lane
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(error));
    }

    private boolean isNamed() {
        return !options.name().isEmpty();
    }

    /** The partitions and the routes to them. */
    PartitionTable table() {
        return table;
    }

    /** The publishers that were started and have not ended. */
    List<StreamPublisher> started() {
        return List.copyOf(started);
    }

    /** The publishers that were started, with those that have ended since the last call. */
    List<StreamPublisher> toFlush() {
        List<StreamPublisher> all = new ArrayList<>(started);
        for (StreamPublisher each : List.copyOf(former)) {
            former.remove(each);
            all.add(each);
        }
        return all;
    }

    private void install(List<String> partitions) {
        budget.partitions(partitions.size());
        table = table(partitions);
        if (isNamed()) {
            table.lanes().forEach(Lane::publisher); // which asks for the ids that are stored
        }
    }

    private PartitionTable table(List<String> partitions) {
        PartitionTable before = table;
        List<Lane> lanes = new ArrayList<>();
        for (String partition : partitions) {
            Lane lane = before.lane(partition);
            lanes.add(lane != null ? lane : lane(partition, partitions.size()));
        }
        return new PartitionTable(superStream, routing, lanes, this::ask);
    }

    private Lane lane(String partition, int partitions) {
        PublisherOptions share = PublisherBudget.forPartition(options, partitions);
        return new Lane(partition, isNamed(), () -> start(partition, share));
    }

    private StreamPublisher start(String partition, PublisherOptions share) {
        StreamPublisher publisher =
                StreamPublisher.start(partition, share, frameLimit, joins, budget, connections.publishing(), context);
        started.add(publisher);
        context.transport().loop().execute(() -> {
            publisher
                    .closedOnLoop()
                    .whenComplete((nothing, error) -> ended(publisher, error == null ? null : Callbacks.unwrap(error)));
            if (closing) { // since the message that started it was accepted
                publisher.closeOnLoop(context.settings().requestTimeout());
            }
        });
        return publisher;
    }

    private void ended(StreamPublisher publisher, @Nullable Throwable error) {
        former.add(publisher);
        started.remove(publisher);
        Lane lane = table.lane(publisher.stream());
        if (closing) {
            closeIfEnded(); // its lane keeps it: a message that comes too late must not start another one
            return;
        }
        boolean isOfPartition = lane != null && lane.ended(publisher); // not if it was removed, and perhaps added again
        if (isMissing(error)) {
            watch.ask();
        } else if (isOfPartition) {
            failed.accept(error instanceof StreamException cause ? cause : new ClosedException("client is closed"));
        }
    }

    /** Asks the broker for the lanes of a key; for use in any thread. */
    private CompletableFuture<List<Lane>> ask(String key) {
        CompletableFuture<List<Lane>> answer = new CompletableFuture<>();
        context.callbacks().onLoop(() -> {
            ask(
                    key,
                    answer,
                    new Backoff(
                            context.settings().firstBackoff(),
                            context.settings().longestBackoff(),
                            context.transport().random()));
            Duration limit = context.settings().operationTimeout();
            var deadline = context.transport()
                    .timer()
                    .schedule(
                            limit,
                            () -> answer.completeExceptionally(new RequestTimeoutException("super stream " + superStream
                                    + ": no answer for key " + key + " within " + limit.toMillis() + " ms")));
            answer.whenComplete((found, error) -> deadline.cancel());
        });
        return answer;
    }

    /** Asks until the answer is there, or is not awaited any more: connections that are lost fail no message. */
    private void ask(String key, CompletableFuture<List<Lane>> answer, Backoff pauses) {
        queries.route(superStream, key)
                .thenCompose(names -> routing.partitionChange() == PartitionChange.KEEP || table.hasAll(names)
                        ? CompletableFuture.completedFuture(names)
                        : watch.ask().thenApply(nothing -> names))
                .whenComplete((names, error) -> {
                    if (error == null) {
                        answer.complete(table.known(names));
                    } else if (Callbacks.unwrap(error) instanceof ConnectionException && !closing) {
                        context.transport().timer().schedule(pauses.next(), () -> {
                            if (!answer.isDone()) {
                                ask(key, answer, pauses);
                            }
                        });
                    } else {
                        answer.completeExceptionally(known(error));
                    }
                });
    }

    /**
     * A future of room in the window of a publisher, which completes normally if it fails because its partition was
     * removed: there is room for messages to others.
     */
    CompletableFuture<Void> roomUnlessLeft(StreamPublisher publisher, CompletableFuture<Void> room) {
        if (room.isDone() && !room.isCompletedExceptionally()) {
            return room;
        }
        CompletableFuture<Void> result = context.callbacks().newFuture();
        room.whenComplete((nothing, error) -> {
            Throwable cause = error == null ? null : Callbacks.unwrap(error);
            if (cause == null || follows() && (table.lane(publisher.stream()) == null || isMissing(cause))) {
                result.complete(null);
            } else {
                result.completeExceptionally(cause);
            }
        });
        result.whenComplete((nothing, error) -> room.cancel(false)); // no effect unless the application did so
        return result;
    }

    /** Whether a lane is none any more; completes in any thread. */
    CompletableFuture<Boolean> hasLeft(Lane lane, StreamException cause) {
        if (table.lane(lane.partition()) == null || !isMissing(cause)) {
            return CompletableFuture.completedFuture(table.lane(lane.partition()) == null);
        }
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        context.callbacks()
                .onLoop(() -> watch.ask()
                        .whenComplete((nothing, error) -> answer.complete(table.lane(lane.partition()) == null)));
        return answer;
    }

    private boolean follows() {
        return routing.partitionChange() == PartitionChange.FOLLOW;
    }

    private static boolean isMissing(@Nullable Throwable error) {
        return error instanceof BrokerException refusal && refusal.code() == ErrorCode.STREAM_DOES_NOT_EXIST;
    }

    private StreamException known(Throwable error) {
        Throwable cause = Callbacks.unwrap(error);
        return cause instanceof StreamException known
                ? known
                : new ConnectionException("super stream " + superStream + ": " + cause, cause);
    }

    @Override
    public void changed(List<String> partitions) {
        if (closing) {
            return;
        }
        List<String> before = table.partitions();
        boolean isKept = routing.partitionChange() == PartitionChange.KEEP && partitions.containsAll(before);
        if (routing.partitionChange() == PartitionChange.FOLLOW) {
            install(partitions);
            for (StreamPublisher each : started()) {
                if (!partitions.contains(each.stream())) {
                    each.leave(new BrokerException(
                            "partition " + each.stream() + " of " + SuperStreamQueries.describe(superStream),
                            ErrorCode.STREAM_DOES_NOT_EXIST));
                }
            }
        } else if (!isKept) {
            failed.accept(RoutingException.partitionsChanged(superStream, before, partitions));
        }
    }

    @Override
    public void deleted(BrokerException cause) {
        if (!closing) {
            failed.accept(cause);
        }
    }

    /**
     * Closes all publishers, each with this limit.
     *
     * @return a future that completes on the event loop when they are closed
     */
    CompletableFuture<Void> close(Duration timeout) {
        closing = true;
        watch.stop();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        started().forEach(publisher -> all.add(publisher.closeOnLoop(timeout)));
        closeIfEnded();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    private void closeIfEnded() {
        if (started.isEmpty()) {
            closed.complete(null);
        }
    }

    /** Completes on the event loop when all publishers have ended after {@link #close}. */
    CompletableFuture<Void> closed() {
        return closed;
    }
}
