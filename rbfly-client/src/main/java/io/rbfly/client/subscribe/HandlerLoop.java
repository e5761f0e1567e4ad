package io.rbfly.client.subscribe;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.StreamException;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to a handler one after the other. It is a loop, not a chain of futures: it does not grow with the number of
 * messages, and does not recurse when a handler is done at once.
 */
final class HandlerLoop implements MessageLoop {
    private final MessageReader reader;
    private final SerialExecutor serial;
    private final MessageHandler handler;
    private final @Nullable Sieve sieve;
    private final Failures failures;
    private final CompletableFuture<Void> finished;
    private boolean running;
    private boolean handling;

    HandlerLoop(
            MessageReader reader,
            SerialExecutor serial,
            MessageHandler handler,
            @Nullable Sieve sieve,
            Failures failures,
            CompletableFuture<Void> finished) {
        this.reader = reader;
        this.serial = serial;
        this.handler = handler;
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
        if (reader.isClosed()) {
            failures.cancel();
        }
        running = true;
        try {
            boolean goOn = !isBusy();
            while (goOn && !finished.isDone()) {
                Message message = reader.take();
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
    private boolean handle(Message message) {
        if (sieve != null && !isWanted(sieve, message)) {
            return !isBusy();
        }
        CompletionStage<?> stage;
        try {
            stage = handler.handle(message);
        } catch (Throwable e) {
            failed("handler", message, e);
            return !isBusy();
        }
        if (stage == null) {
            return true;
        }
        handling = true;
        stage.whenComplete((result, error) -> serial.execute(() -> handled(message, error)));
        return !isBusy();
    }

    private boolean isWanted(Sieve sieve, Message message) {
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

    private void failed(String what, Message message, Throwable error) {
        if (finished.isDone()) {
            reader.notHandled(); // nobody is left to be told
            return;
        }
        StreamException end = failures.failed(what, message, error);
        if (end != null) {
            reader.notHandled();
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
