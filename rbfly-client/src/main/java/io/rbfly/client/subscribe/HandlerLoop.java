package io.rbfly.client.subscribe;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.StreamException;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to a handler one after the other, to be kept or seen where they lie. It is a loop, not a chain of futures: it does not grow with the number of
 * messages, and does not recurse when a handler is done at once.
 */
final class HandlerLoop implements MessageLoop {
    private final MessageReader reader;
    private final MessageSource source;
    private final SerialExecutor serial;
    private final Step step;
    private final @Nullable Sieve sieve;
    private final Failures failures;
    private final CompletableFuture<Void> finished;
    private boolean running;
    private boolean handling;

    /** What is done with each message. */
    interface Step {
        @Nullable
        CompletionStage<?> handle(MessageView message) throws Exception;
    }

    HandlerLoop(
            MessageReader reader,
            SerialExecutor serial,
            Step step,
            @Nullable Sieve sieve,
            Failures failures,
            CompletableFuture<Void> finished) {
        this.reader = reader;
        this.source = reader.source();
        this.serial = serial;
        this.step = step;
        this.sieve = sieve;
        this.failures = failures;
        this.finished = finished;
        finished.whenComplete((nothing, error) -> serial.execute(this::finished));
    }

    @Override
    public boolean isFinished() {
        return finished.isDone();
    }

    @Override
    public boolean isBusy() {
        return handling || failures.isWaiting();
    }

    @Override
    public void run() {
        if (running) {
            return;
        }
        if (source.isClosed()) {
            failures.cancel();
        }
        running = true;
        try {
            boolean goOn = !isBusy();
            while (goOn && !finished.isDone()) {
                MessageView message = source.take();
                if (message == null) {
                    return;
                }
                goOn = handle(message);
            }
        } finally {
            running = false;
        }
    }

    @Override
    public void end(@Nullable StreamException cause) {
        if (cause == null) {
            finished.complete(null);
        } else {
            finished.completeExceptionally(cause);
        }
    }

    /** Tells whether the next message may follow at once. */
    private boolean handle(MessageView message) {
        if (sieve != null && !isWanted(sieve, message)) {
            return !isBusy();
        }
        CompletionStage<?> stage;
        try {
            stage = step.handle(message);
        } catch (Throwable e) {
            failed("handler", message, e);
            return !isBusy();
        }
        if (stage == null) {
            return true;
        }
        handling = true;
        Message kept = message.keep();
        stage.whenComplete((result, error) -> serial.execute(() -> handled(kept, error)));
        return !isBusy();
    }

    private boolean isWanted(Sieve sieve, MessageView message) {
        try {
            return sieve.wants(message);
        } catch (Throwable e) {
            failed("filter", message, e);
            return false;
        }
    }

    private void handled(Message message, @Nullable Throwable error) {
        handling = false;
        if (error != null) {
            failed("handler", message, Callbacks.unwrap(error));
        }
        reader.serve();
    }

    private void failed(String what, MessageView message, Throwable error) {
        if (finished.isDone()) {
            source.notHandled(); // nobody is left to be told
            return;
        }
        StreamException end = failures.failed(what, message.keep(), error);
        if (end != null) {
            source.notHandled();
            finished.completeExceptionally(end);
        }
    }

    /** Ended or cancelled: who waited for it to end may go on. */
    private void finished() {
        failures.cancel();
        if (!running) {
            reader.serve();
        }
    }
}
