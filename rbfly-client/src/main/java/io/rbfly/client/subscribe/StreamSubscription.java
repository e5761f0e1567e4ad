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
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Subscription} of the application, for use in any thread; its {@link SubscriptionSession} is on the event
 * loop.
 */
public final class StreamSubscription implements Subscription {
    private final SubscriptionSession session;
    private final Callbacks callbacks;
    private final SerialExecutor serial;
    private final ReadGate gate;
    private final LagQuery lag;
    private final MessageReader reader;
    private final ReadOperations reading;
    private final SubscriptionEnd end;

    private StreamSubscription(
            SubscriptionSession session,
            ReadGate gate,
            SerialExecutor serial,
            SubscriptionOptions options,
            LagQuery lag,
            ClientContext context) {
        this.session = session;
        this.callbacks = context.callbacks();
        this.serial = serial;
        this.gate = gate;
        this.lag = lag;
        this.reader = new MessageReader(
                session.stream(),
                gate,
                List.of(session.source()),
                serial,
                context.transport().timer(),
                () -> callbacks.onLoop(this::allRead));
        this.reading = new ReadOperations(session.stream(), reader, serial, PostFilter.of(options.filter()), context);
        this.end = SubscriptionEnd.of(session, reader, gate, serial, context);
    }

    /**
     * Subscribes; called on the event loop. The future completes there when the broker has accepted the subscription.
     *
     * @param membership in a group, null if it is in none
     */
    public static CompletableFuture<StreamSubscription> open(
            String stream,
            Offset offset,
            SubscriptionOptions options,
            @Nullable Membership membership,
            ClusterConnections connections,
            ClientContext context) {
        StreamSubscription subscription = create(stream, offset, options, membership, null, connections, context);
        return subscription.open(false).thenApply(opened -> subscription);
    }

    /**
     * As {@link #open(String, Offset, SubscriptionOptions, Membership, ClusterConnections, ClientContext)}, but later.
     *
     * @param budget limits what is received in place of the options, null if there is none
     */
    static StreamSubscription create(
            String stream,
            Offset offset,
            SubscriptionOptions options,
            @Nullable Membership membership,
            @Nullable Budget budget,
            ClusterConnections connections,
            ClientContext context) {
        ReadGate gate = new ReadGate();
        SerialExecutor serial = context.callbacks().serial();
        SubscriptionSession session = new SubscriptionSession(
                stream, offset, options, membership, gate, serial, budget, connections.reading(), context);
        LagQuery lag = new LagQuery(connections, context, serial);
        return new StreamSubscription(session, gate, serial, options, lag, context);
    }

    /**
     * Subscribes; the future completes on the event loop when the broker has accepted the subscription.
     *
     * @param joins whether it is a part of a subscription that is open, so that it is retried as that would be
     */
    CompletableFuture<Void> open(boolean joins) {
        return session.open(joins);
    }

    /** Ends it, not on behalf of the application: what is received is still delivered. Called on the event loop. */
    void end(StreamException reason) {
        if (!session.hasEnded()) {
            session.end(reason);
        }
    }

    /** Whether it receives no more, though messages may be left to read. Called on the event loop. */
    boolean hasEnded() {
        return session.hasEnded();
    }

    /** Completes on the event loop when it has ended and the broker has answered. */
    CompletableFuture<Void> left() {
        return session.left();
    }

    /** The exception that ended it, null if the application closed it. Called on the event loop. */
    @Nullable
    StreamException cause() {
        return session.cause();
    }

    private void allRead() {
        end.allRead();
    }

    /**
     * Completes normally on the event loop when the subscription is closed, or has ended otherwise and is read
     * completely.
     */
    public CompletableFuture<Void> ended() {
        return end.ended();
    }

    /** As {@link #closed}, but completes on the event loop. */
    CompletableFuture<Void> closedOnLoop() {
        return end.closed();
    }

    @Override
    public CompletableFuture<Void> closed() {
        return callbacks.expose(end.closed());
    }

    @Override
    public String stream() {
        return session.stream();
    }

    @Override
    public boolean isActive() {
        GroupMember member = session.member();
        return member == null || member.isActive();
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
            callbacks.onLoop(session::resume);
        }
    }

    @Override
    public CompletableFuture<Long> lag() {
        return lag.of(session);
    }

    @Override
    public CompletableFuture<Void> storeOffset(String reference) {
        Objects.requireNonNull(reference, "reference");
        Check.reference("reference", reference);
        return storeOffset(reference, false);
    }

    /** As {@link #storeOffset}, but without effect if another member of the group reads it now or it was deleted. */
    CompletableFuture<Void> storeOffsetIfReading(String reference) {
        return storeOffset(reference, true);
    }

    private CompletableFuture<Void> storeOffset(String reference, boolean ifReading) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        serial.execute(() -> {
            OptionalLong last = reader.last();
            if (last.isPresent()) {
                long offset = last.getAsLong();
                callbacks.onLoop(() -> {
                    if (ifReading
                            && (PartitionSessions.isReadElsewhere(session)
                                    || PartitionSessions.isDeleted(session.cause()))) {
                        stored.complete(null);
                    } else {
                        session.storeOffset(reference, offset, stored);
                    }
                });
            } else {
                stored.complete(null);
            }
        });
        return callbacks.expose(stored);
    }

    @Override
    public void acknowledge(Message message) {
        Objects.requireNonNull(message, "message");
        ProcessedOffset processed = session.processed();
        if (processed == null) {
            throw new IllegalStateException(
                    "no offsets are stored for " + stream() + " (expected: SubscriptionOptions.withOffsetStoring)");
        }
        if (!message.stream().equals(stream())) {
            // Its offset means nothing here: stored, it would skip messages of this stream, or repeat them.
            throw new IllegalArgumentException(
                    "message: of stream " + message.stream() + " (expected: of stream " + stream() + ")");
        }
        processed.acknowledged(message.offset(), message.timestamp().toEpochMilli());
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
        return "Subscription[stream=" + stream() + "]";
    }
}
