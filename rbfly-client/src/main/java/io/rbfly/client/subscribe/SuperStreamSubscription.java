package io.rbfly.client.subscribe;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.ViewHandler;
import io.rbfly.client.budget.Budget;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.subscribe.group.GroupMember;
import io.rbfly.client.subscribe.group.Membership;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.client.subscribe.read.MessageReader;
import io.rbfly.client.subscribe.read.PostFilter;
import io.rbfly.client.subscribe.read.ReadGate;
import io.rbfly.client.subscribe.read.ReadOperations;
import io.rbfly.protocol.wire.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Subscription} of the application to all partitions of a super stream, for use in any thread; its
 * {@link PartitionSessions} are on the event loop. One reader takes a chunk of each partition in turn.
 */
public final class SuperStreamSubscription implements Subscription {
    private final String superStream;
    private final @Nullable Membership membership;
    private final boolean isStoring;
    private final Callbacks callbacks;
    private final SerialExecutor serial;
    private final ReadGate gate = new ReadGate();
    private final LagQuery lag;
    private final MessageReader reader;
    private final ReadOperations reading;
    private final PartitionSessions sessions;
    private final Budget budget;
    private final SubscriptionEnd end;

    private SuperStreamSubscription(
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
        this.serial = callbacks.serial();
        this.lag = new LagQuery(connections, context, serial);
        this.reader = MessageReader.open(
                superStream, gate, serial, context.transport().timer(), () -> callbacks.onLoop(this::allRead));
        this.reading = new ReadOperations(superStream, reader, serial, PostFilter.of(options.filter()), context);
        this.budget = PartitionSessions.budget(options);
        this.sessions = new PartitionSessions(
                superStream,
                offset,
                (partition, start, partitions) -> {
                    budget.partitions(partitions);
                    return session(
                            partition, start, PartitionSessions.share(options, partitions), connections, context);
                },
                reader,
                serial,
                connections,
                context);
        this.end = new SubscriptionEnd(sessions, reader, gate, serial, context);
    }

    /**
     * Subscribes; called on the event loop. The future completes there when the brokers have accepted the subscriptions
     * to all partitions.
     *
     * @param membership in a group, null if it is in none
     */
    public static CompletableFuture<SuperStreamSubscription> open(
            String superStream,
            Offset offset,
            SubscriptionOptions options,
            @Nullable Membership membership,
            ClusterConnections connections,
            ClientContext context) {
        SuperStreamSubscription subscription =
                new SuperStreamSubscription(superStream, offset, options, membership, connections, context);
        return subscription.sessions.open().thenApply(opened -> subscription);
    }

    private SubscriptionSession session(
            String partition,
            Offset start,
            SubscriptionOptions options,
            ClusterConnections connections,
            ClientContext context) {
        SubscriptionSession session = new SubscriptionSession(
                partition, start, options, membership, gate, serial, budget, connections.reading(), context);
        serial.execute(() -> reader.add(session.source()));
        return session;
    }

    /**
     * Completes normally on the event loop when the subscription is closed, or has ended otherwise and is read
     * completely.
     */
    public CompletableFuture<Void> ended() {
        return end.ended();
    }

    private void allRead() {
        end.allRead();
    }

    @Override
    public CompletableFuture<Void> closed() {
        return callbacks.expose(end.closed());
    }

    @Override
    public String stream() {
        return superStream;
    }

    /** Whether it is active for one of the partitions. */
    @Override
    public boolean isActive() {
        return membership == null || members().stream().anyMatch(GroupMember::isActive);
    }

    private List<GroupMember> members() {
        return sessions.all().values().stream()
                .map(SubscriptionSession::member)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public CompletableFuture<Message> next() {
        return reading.next();
    }

    @Override
    public CompletableFuture<Message> next(Duration timeout) {
        return reading.next(timeout);
    }

    @Override
    public CompletableFuture<Void> forEach(MessageHandler handler, ErrorPolicy policy) {
        return reading.forEach(handler, policy);
    }

    @Override
    public CompletableFuture<Void> forEachBatch(
            Function<? super List<Message>, ? extends @Nullable CompletionStage<?>> handler, ErrorPolicy policy) {
        return reading.forEachBatch(handler, policy);
    }

    @Override
    public CompletableFuture<Void> forEachView(ViewHandler handler, ErrorPolicy policy) {
        return reading.forEachView(handler, policy);
    }

    @Override
    public Flow.Publisher<Message> asFlowPublisher() {
        return reading.asFlowPublisher();
    }

    @Override
    public void pause() {
        gate.pause();
    }

    @Override
    public void resume() {
        if (gate.isPaused()) {
            gate.resume();
            serial.execute(reader::serve);
            callbacks.onLoop(() -> sessions.all().values().forEach(SubscriptionSession::resume));
        }
    }

    @Override
    public CompletableFuture<Long> lag() {
        return lag.sum(() -> sessions.all().values());
    }

    @Override
    public CompletableFuture<Void> storeOffset(String reference) {
        Objects.requireNonNull(reference, "reference");
        Check.reference("reference", reference);
        CompletableFuture<Void> stored = new CompletableFuture<>();
        serial.execute(() -> {
            List<Runnable> each = new ArrayList<>();
            List<CompletableFuture<Void>> results = new ArrayList<>();
            for (SubscriptionSession session : sessions.all().values()) {
                OptionalLong last = session.source().last();
                if (last.isPresent()) {
                    CompletableFuture<Void> result = new CompletableFuture<>();
                    each.add(() -> {
                        if (PartitionSessions.isReadElsewhere(session)) {
                            result.complete(null);
                        } else {
                            session.storeOffset(reference, last.getAsLong(), result);
                        }
                    });
                    results.add(result);
                }
            }
            callbacks.onLoop(() -> each.forEach(Runnable::run));
            CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).whenComplete((nothing, error) -> {
                if (error == null) {
                    stored.complete(null);
                } else {
                    stored.completeExceptionally(Callbacks.unwrap(error));
                }
            });
        });
        return callbacks.expose(stored);
    }

    @Override
    public void acknowledge(Message message) {
        Objects.requireNonNull(message, "message");
        if (!isStoring) {
            throw new IllegalStateException(
                    "no offsets are stored for " + superStream + " (expected: SubscriptionOptions.withOffsetStoring)");
        }
        SubscriptionSession session = sessions.all().get(message.stream());
        ProcessedOffset processed = session == null ? null : session.processed();
        if (processed != null) {
            processed.acknowledged(message.offset(), message.timestamp().toEpochMilli());
        } else if (!sessions.wasRead(message.stream())) {
            throw new IllegalArgumentException("message: of stream " + message.stream()
                    + " (expected: of a partition of super stream " + superStream + ")");
        }
    }

    @Override
    public CompletableFuture<Void> close() {
        gate.close();
        boolean inHandler = serial.isCurrent() && reader.isServing();
        CompletableFuture<Void> done = callbacks.newFuture();
        callbacks.onLoop(() ->
                end.close(inHandler).whenComplete((nothing, error) -> callbacks.execute(() -> done.complete(null))));
        return done;
    }

    @Override
    public String toString() {
        return "Subscription[superStream=" + superStream + "]";
    }
}
