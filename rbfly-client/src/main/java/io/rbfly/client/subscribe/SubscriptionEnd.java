package io.rbfly.client.subscribe;

import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.subscribe.group.GroupMember;
import io.rbfly.client.subscribe.read.MessageReader;
import io.rbfly.client.subscribe.read.ReadGate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The end of a subscription: by closing, or otherwise when all messages received before are read. Used on the event
 * loop only.
 */
final class SubscriptionEnd {
    /**
     * How long closing waits for a running handler. No message is delivered in the meantime. Handlers should have
     * returned when the application is notified of the end, but closing does not wait longer for one that hangs or that
     * waits for the closing itself.
     */
    private static final Duration HANDLER_GRACE = Duration.ofMillis(200);

    private final SubscriptionSession session;
    private final MessageReader reader;
    private final ReadGate gate;
    private final SerialExecutor serial;
    private final Callbacks callbacks;
    private final Timer timer;
    private final Duration requestTimeout;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
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

    /** Completes normally when the subscription is closed, or has ended otherwise and is read completely. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /**
     * As {@link #ended}, but completes exceptionally if the application did not close it, with the exception that ended
     * it.
     */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** All messages are read. While closing, a handler may still be running. */
    void allRead() {
        if (!closing) {
            complete();
        }
    }

    /**
     * Closes on behalf of the application. No more messages are delivered; {@link #ended} completes when no handler is
     * running or its time has passed, and the broker has deleted the subscription. An active member of a group waits
     * for its handler's stage, too, but not if that handler closes the subscription, since its stage may wait for this.
     *
     * @return completes when the broker has deleted the subscription
     */
    CompletableFuture<Void> close(boolean inHandler) {
        assert callbacks.isOnLoop();
        if (!closing) {
            closing = true;
            gate.close();
            session.close();
            GroupMember member = session.member();
            if (member == null) {
                closeNow();
            } else {
                member.leave(inHandler || callbacks.isShutDown() ? HANDLER_GRACE : null)
                        .thenRun(this::closeNow);
            }
        }
        return session.left();
    }

    private void closeNow() {
        StreamException cause = new ClosedException(session.description() + " is closed");
        CompletableFuture<Void> returned = new CompletableFuture<>();
        CompletableFuture<Void> idle = new CompletableFuture<>();
        serial.executeLater(
                () -> { // after the running handler, if any
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

    /**
     * Runs tasks that the executor has lost. A busy executor needs more time, but one that was shut down will not run
     * them.
     */
    private void runLost() {
        if (callbacks.isShutDown()) {
            serial.runLost();
        } else {
            timer.schedule(requestTimeout, serial::runLost);
        }
    }

    private void complete() {
        serial.execute(session.source()::release);
        StreamException cause = session.cause();
        if (cause == null) {
            closed.complete(null);
        } else {
            closed.completeExceptionally(cause);
        }
        ended.complete(null);
    }
}
