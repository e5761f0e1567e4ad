package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Passes messages, views of them, or those of a chunk, to a handler one after the other. It is a loop, not a chain of
 * futures: its memory does not grow with the number of messages, and it does not recurse if a handler completes
 * immediately.
 */
public final class HandlerLoop implements MessageLoop {
    private final MessageReader reader;
    private final SerialExecutor serial;
    private final Step step;
    private final @Nullable PostFilter postFilter;
    private final HandlerRetry failures;
    private final CompletableFuture<Void> finished;
    private boolean running;
    /** Whether code of the application may be on the stack, which may read on only when it has returned. */
    private boolean calling;

    /** The message whose handler's stage is not complete, or the first of several; null if there is none. */
    private @Nullable Message handling;
    /** The messages that were passed together last, if they are. */
    private @Nullable List<Message> together;
    /** Completes the future when that handler has completed. */
    private @Nullable Runnable end;

    /** What to do with each message. */
    public interface Step {
        @Nullable
        CompletionStage<?> handle(MessageView message) throws Exception;

        /**
         * Takes the messages that are handled together with the first one, which they include; null if each is handled
         * alone.
         */
        default @Nullable List<Message> collect(MessageSource source, MessageView first) {
            return null;
        }
    }

    public HandlerLoop(
            MessageReader reader,
            SerialExecutor serial,
            Step step,
            @Nullable PostFilter postFilter,
            HandlerRetry failures,
            CompletableFuture<Void> finished) {
        this.reader = reader;
        this.serial = serial;
        this.step = step;
        this.postFilter = postFilter;
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
        return calling || handling != null || failures.isWaiting();
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
            boolean next = !isBusy() || reader.isClosed(); // the end is also reported while a handler is running
            while (next && !finished.isDone() && reader.hasTurn()) {
                MessageView message = reader.take();
                if (message == null) {
                    return;
                }
                next = handle(message) && !isBusy();
                reader.step();
            }
        } finally {
            running = false;
        }
    }

    @Override
    public void cancelRetry() {
        failures.cancel();
    }

    @Override
    public void end(@Nullable StreamException cause, boolean now) {
        Runnable end = cause == null ? () -> finished.complete(null) : () -> finished.completeExceptionally(cause);
        if (handling == null || now) {
            end.run();
        } else {
            this.end = end;
        }
    }

    /** Returns false if a handler has received the message and has not completed. */
    private boolean handle(MessageView taken) {
        calling = true;
        try {
            return handleNow(taken);
        } finally {
            calling = false;
        }
    }

    private boolean handleNow(MessageView taken) {
        UnreadableBatch unreadable = reader.current().unreadable();
        if (unreadable != null) {
            settle(failures.unreadable(taken.keep(), unreadable.error()));
            return true;
        }
        if (postFilter != null && !isWanted(postFilter, taken)) {
            return true;
        }
        together = step.collect(reader.current(), taken);
        MessageView message = together == null ? taken : together.get(0);
        CompletionStage<?> stage;
        try {
            stage = step.handle(message);
        } catch (Throwable e) {
            failed("handler", message.keep(), e);
            return true;
        }
        if (stage == null) {
            reader.current().processed();
            return true;
        }
        Message kept = message.keep();
        handling = kept;
        try {
            stage.whenComplete((result, error) -> serial.execute(() -> handled(kept, error)));
        } catch (Throwable e) { // the application may implement the stage itself
            handled(kept, e);
        }
        return handling != kept;
    }

    private boolean isWanted(PostFilter postFilter, MessageView message) {
        boolean wanted;
        try {
            wanted = postFilter.wants(message);
        } catch (Throwable e) {
            failed("filter", message.keep(), e);
            return false;
        }
        if (!wanted) {
            reader.current().processed();
        }
        return wanted;
    }

    /** The handler's stage is complete. A stage implemented by the application may report this twice. */
    private void handled(Message message, @Nullable Throwable error) {
        if (handling != message) {
            return;
        }
        handling = null;
        boolean inHandle = calling;
        calling = true;
        try {
            if (error == null) {
                reader.current().processed();
            } else {
                failed("handler", message, Callbacks.unwrap(error));
            }
        } finally {
            calling = inHandle;
        }
        if (end != null) {
            end.run();
        }
        reader.serve();
    }

    private void failed(String what, Message message, Throwable error) {
        boolean tooLate = (reader.isClosed() || reader.current().isStopped()) && failures.isRetriedAt(message);
        if (!finished.isDone() && !tooLate) {
            List<Message> all = together;
            if (all == null || all.get(0) != message) {
                all = List.of(message);
            }
            settle(failures.failed(what, all, error));
        }
    }

    /** A message that failed was skipped, waits for a retry, or ends the loop. */
    private void settle(@Nullable StreamException error) {
        if (error != null) {
            finished.completeExceptionally(error);
        } else if (!failures.isWaiting()) {
            reader.current().processed();
        }
    }

    /** The loop has ended or was cancelled: waiting callers may read now. */
    private void finished() {
        failures.cancel();
        if (!running) {
            reader.serve();
        }
    }
}
