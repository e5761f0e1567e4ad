package io.rbfly.client.subscribe;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.ViewHandler;
import io.rbfly.client.budget.Budget;
import io.rbfly.client.cluster.RoleConnections;
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
import java.util.concurrent.Flow;
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
    private final MessageReader reader;
    private final ReadOperations reading;
    private final SubscriptionEnd end;

    private StreamSubscription(
            SubscriptionSession session,
            ReadGate gate,
            SerialExecutor serial,
            SubscriptionOptions options,
            ClientContext context) {
        this.session = session;
        this.callbacks = context.callbacks();
        this.serial = serial;
        this.gate = gate;
        this.reader = new MessageReader(
                session.stream(),
                gate,
                List.of(session.source()),
                serial,
                context.transport().timer(),
                () -> callbacks.onLoop(this::allRead));
        this.reading = new ReadOperations(session.stream(), reader, serial, PostFilter.of(options.filter()), context);
        this.end = new SubscriptionEnd(session, reader, gate, serial, context);
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
            RoleConnections connections,
            ClientContext context) {
        return open(stream, offset, options, membership, null, connections, context);
    }

    /** Subscribes likewise, but a budget limits what is received in place of the options, if there is one. */
    static CompletableFuture<StreamSubscription> open(
            String stream,
            Offset offset,
            SubscriptionOptions options,
            @Nullable Membership membership,
            @Nullable Budget budget,
            RoleConnections connections,
            ClientContext context) {
        ReadGate gate = new ReadGate();
        SerialExecutor serial = context.callbacks().serial();
        SubscriptionSession session = new SubscriptionSession(
                stream, offset, options, membership, gate, serial, budget, connections, context);
        StreamSubscription subscription = new StreamSubscription(session, gate, serial, options, context);
        return session.open().thenApply(opened -> subscription);
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
    public CompletableFuture<Void> storeOffset(String reference) {
        Objects.requireNonNull(reference, "reference");
        Check.reference("reference", reference);
        CompletableFuture<Void> stored = new CompletableFuture<>();
        serial.execute(() -> {
            OptionalLong last = reader.last();
            if (last.isPresent()) {
                long offset = last.getAsLong();
                callbacks.onLoop(() -> session.storeOffset(reference, offset, stored));
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
