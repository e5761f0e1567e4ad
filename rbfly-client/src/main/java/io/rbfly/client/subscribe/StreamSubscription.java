package io.rbfly.client.subscribe;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.ViewHandler;
import io.rbfly.client.api.error.MessageTimeoutException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.cluster.RoleConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.client.subscribe.read.FlowLoop;
import io.rbfly.client.subscribe.read.HandlerLoop;
import io.rbfly.client.subscribe.read.MessageLoop;
import io.rbfly.client.subscribe.read.MessageReader;
import io.rbfly.protocol.wire.Check;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A subscription as the application sees it, in any thread; its {@link SubscriptionSession} is on the event loop. */
public final class StreamSubscription implements Subscription {
    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    private final SubscriptionSession session;
    private final Callbacks callbacks;
    private final Timer timer;
    private final SerialExecutor serial;
    private final MessageReader reader;
    private final CompletableFuture<Void> closed;

    private StreamSubscription(SubscriptionSession session, ClientContext context) {
        this.session = session;
        this.callbacks = context.callbacks();
        this.timer = context.transport().timer();
        this.serial = session.serial();
        this.reader = session.reader();
        this.closed = callbacks.expose(session.finished());
    }

    /** Subscribes; call it on the event loop. The future completes there when the broker accepted. */
    public static CompletableFuture<StreamSubscription> open(
            String stream,
            Offset offset,
            SubscriptionOptions options,
            RoleConnections connections,
            ClientContext context) {
        SubscriptionSession session = new SubscriptionSession(stream, offset, options, connections, context);
        return session.open().thenApply(opened -> new StreamSubscription(session, context));
    }

    /** Completes on the event loop when the subscription is closed, or ended otherwise and read to its end. */
    public CompletableFuture<Void> over() {
        return session.over();
    }

    @Override
    public CompletableFuture<Void> closed() {
        return closed;
    }

    @Override
    public String stream() {
        return session.stream();
    }

    @Override
    public CompletableFuture<Message> next() {
        if (serial.isCurrent() && reader.mayTake()) {
            try {
                Message message = reader.source().takeWanted();
                if (message != null) {
                    CompletableFuture<Message> taken = callbacks.newFuture();
                    taken.complete(message);
                    return taken;
                }
            } catch (StreamException e) {
                return callbacks.failedFuture(e);
            }
        }
        CompletableFuture<Message> future = callbacks.newFuture();
        serial.execute(() -> reader.next(future));
        return future;
    }

    @Override
    public CompletableFuture<Message> next(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: 0 to 365 days)");
        }
        CompletableFuture<Message> future = next();
        if (!future.isDone()) {
            callbacks.onLoop(() -> limit(future, timeout));
        }
        return future;
    }

    private void limit(CompletableFuture<Message> future, Duration timeout) {
        if (future.isDone()) {
            return;
        }
        Timer.Scheduled scheduled = timer.schedule(
                timeout,
                () -> serial.execute(
                        () -> future.completeExceptionally(new MessageTimeoutException(stream(), timeout))));
        future.whenComplete((message, error) -> scheduled.cancel());
    }

    @Override
    public CompletableFuture<Void> forEach(MessageHandler handler, ErrorPolicy policy) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(policy, "policy");
        return loop(message -> handler.handle(message.keep()), policy);
    }

    @Override
    public CompletableFuture<Void> forEachView(ViewHandler handler, ErrorPolicy policy) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(policy, "policy");
        return loop(
                message -> {
                    handler.handle(message);
                    return null;
                },
                policy);
    }

    private CompletableFuture<Void> loop(HandlerLoop.Step step, ErrorPolicy policy) {
        CompletableFuture<Void> finished = callbacks.newFuture();
        serial.execute(() -> {
            MessageLoop loop = session.handlerLoop(step, policy, finished);
            if (reader.start(loop)) {
                reader.serve();
            } else {
                finished.completeExceptionally(readAlready());
            }
        });
        return finished;
    }

    @Override
    public Flow.Publisher<Message> asFlowPublisher() {
        return subscriber -> {
            FlowLoop loop = new FlowLoop(reader, serial, Objects.requireNonNull(subscriber, "subscriber"));
            serial.execute(() -> {
                if (reader.start(loop)) {
                    loop.begin();
                } else {
                    loop.refuse(readAlready());
                }
            });
        };
    }

    private IllegalStateException readAlready() {
        return new IllegalStateException("messages of " + stream() + " are read already");
    }

    @Override
    public void pause() {
        reader.source().pause();
    }

    @Override
    public void resume() {
        if (reader.source().isPaused()) {
            reader.source().resume();
            serial.execute(reader::serve);
            callbacks.onLoop(session::giveCredit);
        }
    }

    @Override
    public CompletableFuture<Void> storeOffset(String reference) {
        Objects.requireNonNull(reference, "reference");
        Check.reference("reference", reference);
        CompletableFuture<Void> stored = new CompletableFuture<>();
        serial.execute(() -> {
            OptionalLong last = reader.source().last();
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
        ProcessedOffset handled = session.handled();
        if (handled == null) {
            throw new IllegalStateException(
                    "no offsets are stored for " + stream() + " (expected: SubscriptionOptions.withOffsetStoring)");
        }
        handled.acknowledged(message.offset(), message.timestamp().toEpochMilli());
    }

    @Override
    public CompletableFuture<Void> close() {
        reader.source().close();
        CompletableFuture<Void> done = callbacks.newFuture();
        callbacks.onLoop(
                () -> session.close().whenComplete((nothing, error) -> callbacks.execute(() -> done.complete(null))));
        return done;
    }

    @Override
    public String toString() {
        return "Subscription[stream=" + stream() + "]";
    }
}
