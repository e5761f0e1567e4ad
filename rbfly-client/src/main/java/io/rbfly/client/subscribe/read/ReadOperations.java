package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.ViewHandler;
import io.rbfly.client.api.error.MessageTimeoutException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ways in which an application reads from a {@link MessageReader}; for use in any thread. */
public final class ReadOperations {
    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    private final String what;
    private final MessageReader reader;
    private final SerialExecutor serial;
    private final @Nullable PostFilter postFilter;
    private final ClientContext context;
    private final Callbacks callbacks;
    private final Timer timer;

    /** Creates them with the name of what is read, for messages. */
    public ReadOperations(
            String what,
            MessageReader reader,
            SerialExecutor serial,
            @Nullable PostFilter postFilter,
            ClientContext context) {
        this.what = what;
        this.reader = reader;
        this.serial = serial;
        this.postFilter = postFilter;
        this.context = context;
        this.callbacks = context.callbacks();
        this.timer = context.transport().timer();
    }

    public CompletableFuture<Message> next() {
        if (serial.isCurrent() && reader.mayTake()) {
            try {
                Message message = reader.takeWanted();
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
                () -> serial.execute(() -> future.completeExceptionally(new MessageTimeoutException(what, timeout))));
        future.whenComplete((message, error) -> scheduled.cancel());
    }

    public CompletableFuture<Void> forEach(MessageHandler handler, ErrorPolicy policy) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(policy, "policy");
        return loop(message -> handler.handle(message.keep()), policy);
    }

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

    public CompletableFuture<Void> forEachBatch(
            Function<? super List<Message>, ? extends @Nullable CompletionStage<?>> handler, ErrorPolicy policy) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(policy, "policy");
        return loop(new ChunkStep(handler, postFilter), policy);
    }

    private CompletableFuture<Void> loop(HandlerLoop.Step step, ErrorPolicy policy) {
        CompletableFuture<Void> finished = callbacks.newFuture();
        serial.execute(() -> {
            HandlerRetry retry = new HandlerRetry(policy, context, serial, reader);
            MessageLoop loop = new HandlerLoop(reader, serial, step, postFilter, retry, finished);
            if (reader.start(loop)) {
                reader.serve();
            } else {
                finished.completeExceptionally(readAlready());
            }
        });
        return finished;
    }

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
        return new IllegalStateException("messages of " + what + " are being read already");
    }
}
