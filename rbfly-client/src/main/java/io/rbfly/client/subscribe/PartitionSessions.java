package io.rbfly.client.subscribe;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.budget.Budget;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.subscribe.group.GroupMember;
import io.rbfly.client.subscribe.read.MessageReader;
import io.rbfly.client.superstream.PartitionWatch;
import io.rbfly.client.superstream.SuperStreamQueries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a subscription to a super stream, one for each partition: opens them, also for partitions that are
 * added later, and ends them together. A partition that was removed ends alone. Used on the event loop only.
 */
final class PartitionSessions implements PartitionWatch.Listener, SubscriptionEnd.Sessions {
    private final String superStream;
    private final Offset offset;
    private final Factory factory;
    private final MessageReader reader;
    private final SerialExecutor serial;
    private final PartitionWatch watch;
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    /** By the names of the partitions; replaced, not changed, so that other threads may use it. */
    private volatile Map<String, SubscriptionSession> sessions = Map.of();

    /** Of partitions that were removed; few. */
    private final Set<String> former = ConcurrentHashMap.newKeySet();

    private boolean closing;
    private boolean ended;
    private @Nullable StreamException cause;

    /** Creates sessions. */
    interface Factory {
        /**
         * Creates a session that is not open yet, and adds its source to a reader.
         *
         * @param partitions their present number, which share the limits of memory
         */
        SubscriptionSession create(String partition, Offset offset, int partitions);
    }

    /**
     * Creates sessions that are not open yet.
     *
     * @param reader reads the messages of all; it ends with them
     */
    PartitionSessions(
            String superStream,
            Offset offset,
            Factory factory,
            MessageReader reader,
            SerialExecutor serial,
            ClusterConnections connections,
            ClientContext context) {
        this.superStream = superStream;
        this.offset = offset;
        this.factory = factory;
        this.reader = reader;
        this.serial = serial;
        this.watch = new PartitionWatch(superStream, description(), connections, context, this);
    }

    /** The budget of chunks and bytes that all partitions share; half of it is guaranteed. */
    static Budget budget(SubscriptionOptions options) {
        return new Budget(options.maxBufferedChunks(), options.maxBufferedBytes(), 2);
    }

    /** The options of one of several partitions; apart from the budget, they share the memory for decompressing. */
    static SubscriptionOptions share(SubscriptionOptions options, int partitions) {
        return options.withMaxBufferedChunks(Math.max(1, options.maxBufferedChunks() / partitions))
                .withMaxBufferedBytes(Math.max(1, options.maxBufferedBytes() / partitions));
    }

    @Override
    public String description() {
        return "subscription to super stream " + superStream;
    }

    /** Subscribes to all partitions; the future completes on the event loop when the broker has accepted them. */
    CompletableFuture<Void> open() {
        return watch.start()
                .thenCompose(partitions -> {
                    List<CompletableFuture<Void>> opening = new ArrayList<>();
                    for (String partition : partitions) {
                        opening.add(open(partition, offset, partitions.size(), false));
                    }
                    return CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new));
                })
                .whenComplete((nothing, error) -> {
                    if (error != null) {
                        Throwable failure = Callbacks.unwrap(error);
                        end(
                                failure instanceof StreamException known
                                        ? known
                                        : new ClosedException(description() + " was not opened"));
                    }
                });
    }

    /** Opens one; if the partition was deleted meanwhile, that is no failure. One that was added later joins. */
    private CompletableFuture<Void> open(String partition, Offset start, int partitions, boolean joins) {
        if (ended || closing) {
            return CompletableFuture.completedFuture(null);
        }
        SubscriptionSession session = factory.create(partition, start, partitions);
        Map<String, SubscriptionSession> all = new LinkedHashMap<>(sessions);
        all.put(partition, session);
        sessions = all;
        session.left().thenRun(() -> ended(partition, session));
        return session.open(joins)
                .exceptionallyCompose(error -> isDeleted(Callbacks.unwrap(error))
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(error));
    }

    static boolean isDeleted(@Nullable Throwable error) {
        return error instanceof BrokerException refusal && refusal.code() == ErrorCode.STREAM_DOES_NOT_EXIST;
    }

    /** Whether another member of the group may be reading the partition now, so that no offset of it is stored. */
    static boolean isReadElsewhere(SubscriptionSession session) {
        GroupMember member = session.member();
        return member != null && !member.mayStore() && !session.hasEnded();
    }

    private void ended(String partition, SubscriptionSession session) {
        if (closing || ended) {
            return;
        }
        Map<String, SubscriptionSession> others = new LinkedHashMap<>(sessions);
        others.remove(partition, session);
        former.add(partition);
        sessions = others;
        StreamException reason = session.cause();
        if (isDeleted(reason)) {
            watch.ask();
        } else {
            end(reason == null ? new ClosedException(description() + " is closed") : reason);
        }
    }

    @Override
    public void changed(List<String> partitions) {
        for (String partition : partitions) {
            if (!sessions.containsKey(partition)) {
                join(partition, partitions.size());
            }
        }
        sessions.forEach((partition, session) -> {
            if (!partitions.contains(partition)) {
                session.end(new BrokerException(
                        "partition " + partition + " of " + SuperStreamQueries.describe(superStream),
                        ErrorCode.STREAM_DOES_NOT_EXIST));
            }
        });
    }

    private void join(String partition, int count) {
        try {
            open(partition, ofNewPartition(offset), count, true).whenComplete((nothing, error) -> {});
        } catch (IllegalArgumentException e) {
            end(refused(e));
        }
    }

    /** Why a partition that was added is not read: the client uses the name of the group for it in another way. */
    static StreamException refused(IllegalArgumentException reason) {
        return new BrokerException(String.valueOf(reason.getMessage()), ErrorCode.PRECONDITION_FAILED);
    }

    /** Where to start in a partition that was added: none of its messages is older than this subscription. */
    static Offset ofNewPartition(Offset offset) {
        return offset.kind() == Offset.Kind.STORED
                ? Offset.stored(offset.reference()).orElse(ofNewPartition(offset.otherwise()))
                : Offset.FIRST;
    }

    @Override
    public void deleted(BrokerException reason) {
        end(reason);
    }

    /** The sessions by the names of their partitions; for use in any thread. */
    Map<String, SubscriptionSession> all() {
        return sessions;
    }

    /** Whether a stream is or was a partition; for use in any thread. */
    boolean wasRead(String stream) {
        return sessions.containsKey(stream) || former.contains(stream);
    }

    /** Ignores further chunks because the application closes the subscription: {@link #end} follows. */
    @Override
    public void close() {
        closing = true;
        watch.stop();
        sessions.values().forEach(SubscriptionSession::close);
    }

    @Override
    public CompletableFuture<Void> leaveGroups(@Nullable Duration limit) {
        List<CompletableFuture<Void>> leaving = new ArrayList<>();
        for (SubscriptionSession session : sessions.values()) {
            GroupMember member = session.member();
            if (member != null) {
                leaving.add(member.leave(limit));
            }
        }
        return CompletableFuture.allOf(leaving.toArray(CompletableFuture[]::new));
    }

    /** Ends all: delivers only the messages that are already received, and deletes the subscriptions at the brokers. */
    @Override
    public void end(StreamException reason) {
        if (ended) {
            return;
        }
        ended = true;
        watch.stop();
        if (!closing && !(reason instanceof ClosedException)) {
            cause = reason;
        }
        List<CompletableFuture<Void>> leaving = new ArrayList<>();
        sessions.values().forEach(session -> {
            session.end(reason);
            leaving.add(session.left());
        });
        if (!closing) {
            serial.execute(() -> reader.end(reason));
        }
        CompletableFuture.allOf(leaving.toArray(CompletableFuture[]::new))
                .whenComplete((nothing, error) -> left.complete(null));
    }

    /** Completes normally when all have ended and the brokers have answered, or the connections are lost. */
    @Override
    public CompletableFuture<Void> left() {
        return left;
    }

    /** The exception that ended them, null if the application closed them. */
    @Override
    public @Nullable StreamException cause() {
        return cause;
    }

    @Override
    public void endSources(StreamException reason) {
        reader.end(reason);
    }

    @Override
    public void release() {
        sessions.values().forEach(session -> session.source().release());
    }
}
