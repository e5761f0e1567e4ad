package io.rbfly.client.subscribe;

import io.rbfly.client.api.HandlerException;
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
 * messages, and does not recurse when a handler is done at once. Used in the subscription's serial executor only.
 */
final class HandlerLoop {
    private final String stream;
    private final MessageReader reader;
    private final SerialExecutor serial;
    private final MessageHandler handler;
    private final CompletableFuture<Void> finished;
    private boolean running;
    private boolean handling;

    HandlerLoop(
            String stream,
            MessageReader reader,
            SerialExecutor serial,
            MessageHandler handler,
            CompletableFuture<Void> finished) {
        this.stream = stream;
        this.reader = reader;
        this.serial = serial;
        this.handler = handler;
        this.finished = finished;
    }

    /** Whether it came to its end, or the application cancelled it. */
    boolean isFinished() {
        return finished.isDone();
    }

    /** Whether a handler is at work, which may be so for a while after the loop was cancelled. */
    boolean isHandling() {
        return handling;
    }

    /** Goes on as far as there are messages. Called when there may be some. */
    void run() {
        if (running) {
            return;
        }
        running = true;
        try {
            while (!handling && !finished.isDone()) {
                Message message = reader.take();
                if (message == null) {
                    return;
                }
                handle(message);
            }
        } finally {
            running = false;
        }
    }

    /** The subscription is over: an error, or null when the application closed it. */
    void end(@Nullable StreamException cause) {
        if (cause == null) {
            finished.complete(null);
        } else {
            finished.completeExceptionally(cause);
        }
    }

    private void handle(Message message) {
        CompletionStage<?> stage;
        try {
            stage = handler.handle(message);
        } catch (Throwable e) {
            failed(message, e);
            return;
        }
        if (stage != null) {
            handling = true;
            stage.whenComplete((result, error) -> serial.execute(() -> handled(message, error)));
        }
    }

    private void handled(Message message, @Nullable Throwable error) {
        handling = false;
        if (error != null) {
            failed(message, error);
        }
        run();
    }

    private void failed(Message message, Throwable error) {
        finished.completeExceptionally(new HandlerException(stream, message.offset(), Callbacks.unwrap(error)));
    }
}
