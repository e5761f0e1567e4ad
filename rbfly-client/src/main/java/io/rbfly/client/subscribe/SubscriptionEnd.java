package io.rbfly.client.subscribe;

import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.subscribe.read.MessageReader;
import io.rbfly.client.subscribe.read.ReadGate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The end of a subscription: that the application closes it, or that it ended otherwise and all that was received
 * before is read. Used on the event loop only.
 */
final class SubscriptionEnd {
    /**
     * How long closing waits for a handler that is at work. No message is handed out anyway. Handlers should have
     * returned when the application hears that the subscription is closed, but one that is stuck, or that waits for the
     * closing itself, is not waited for.
     */
    private static final Duration HANDLER_GRACE = Duration.ofMillis(200);

    private final SubscriptionSession session;
    private final MessageReader reader;
    private final ReadGate gate;
    private final SerialExecutor serial;
    private final Callbacks callbacks;
    private final Timer timer;
    private final Duration requestTimeout;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean closing;

    SubscriptionEnd(
            SubscriptionSession session,
            MessageReader reader,
            ReadGate gate,
            SerialExecutor serial,
            ClientContext context) {
        this.session = session;
        this.reader = reader;
        this.gate = gate;
        this.serial = serial;
        this.callbacks = context.callbacks();
        this.timer = context.transport().timer();
        this.requestTimeout = context.settings().requestTimeout();
    }

    /** Completes when the subscription is closed, or ended otherwise and read to its end. */
    CompletableFuture<Void> over() {
        return over;
    }

    /** As {@link #over}, but exceptionally with what ended the subscription when the application did not. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** All is read. While closing, a handler may still be at work on what was read. */
    void allRead() {
        if (!closing) {
            complete();
        }
    }

    /**
     * Closes because the application wants so. Nothing more is handed out; {@link #over} completes when no handler is
     * at work, or the grace for it has passed, and the broker has forgotten the subscription.
     *
     * @return completes when the broker has forgotten the subscription
     */
    CompletableFuture<Void> close() {
        assert callbacks.isOnLoop();
        if (!closing) {
            closing = true;
            gate.close();
            session.close();
            StreamException cause = new ClosedException(session.description() + " is closed");
            CompletableFuture<Void> returned = new CompletableFuture<>();
            CompletableFuture<Void> idle = new CompletableFuture<>();
            serial.executeLater(
                    () -> { // after the handler that is running, if any
                        session.source().end(cause);
                        callbacks.onLoop(() -> returned.complete(null));
                        reader.whenIdle(() -> callbacks.onLoop(() -> idle.complete(null)));
                    });
            Timer.Scheduled grace = timer.schedule(HANDLER_GRACE, () -> {
                runLost();
                serial.execute(reader::endNow);
                returned.complete(null);
                idle.complete(null);
            });
            returned.thenRun(() -> session.end(cause));
            CompletableFuture.allOf(idle, session.left()).thenRun(() -> {
                grace.cancel();
                complete();
            });
        }
        return session.left();
    }

    /** An executor that is only busy has time; one that was shut down will not come back to what it has lost. */
    private void runLost() {
        if (callbacks.isShutDown()) {
            serial.runLost();
        } else {
            timer.schedule(requestTimeout, serial::runLost);
        }
    }

    private void complete() {
        StreamException cause = session.cause();
        if (cause == null) {
            closed.complete(null);
        } else {
            closed.completeExceptionally(cause);
        }
        over.complete(null);
    }
}
