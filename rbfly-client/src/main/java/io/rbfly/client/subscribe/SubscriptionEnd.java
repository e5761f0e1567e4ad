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
import org.jspecify.annotations.Nullable;

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

    private final Sessions sessions;
    private final MessageReader reader;
    private final ReadGate gate;
    private final SerialExecutor serial;
    private final Callbacks callbacks;
    private final Timer timer;
    private final Duration requestTimeout;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean closing;

    /** What ends: the session of a stream, or those of the partitions of a super stream. */
    interface Sessions {
        String description();

        /** Ignores further chunks because the application closes the subscription: {@link #end} follows. */
        void close();

        /**
         * Leaves the groups, if they are in any.
         *
         * @param limit how long to wait for the message that is being processed; null for as long as at any hand-over
         * @return completes when other members may continue
         */
        CompletableFuture<Void> leaveGroups(@Nullable Duration limit);

        /** Delivers no further message; called in the serial executor. */
        void endSources(StreamException cause);

        /** Deletes the subscriptions at the brokers. */
        void end(StreamException cause);

        /** Completes normally when the brokers have answered, or the connections are lost. */
        CompletableFuture<Void> left();

        /** The exception that ended them, null if the application closed them. */
        @Nullable
        StreamException cause();

        /** Releases what is kept for decompressing; called in the serial executor. */
        void release();
    }

    /** The session of a stream. */
    private record OneSession(SubscriptionSession session) implements Sessions {
        @Override
        public String description() {
            return session.description();
        }

        @Override
        public void close() {
            session.close();
        }

        @Override
        public CompletableFuture<Void> leaveGroups(@Nullable Duration limit) {
            GroupMember member = session.member();
            return member == null ? CompletableFuture.completedFuture(null) : member.leave(limit);
        }

        @Override
        public void endSources(StreamException cause) {
            session.source().end(cause);
        }

        @Override
        public void end(StreamException cause) {
            session.end(cause);
        }

        @Override
        public CompletableFuture<Void> left() {
            return session.left();
        }

        @Override
        public @Nullable StreamException cause() {
            return session.cause();
        }

        @Override
        public void release() {
            session.source().release();
        }
    }

    static SubscriptionEnd of(
            SubscriptionSession session,
            MessageReader reader,
            ReadGate gate,
            SerialExecutor serial,
            ClientContext context) {
        return new SubscriptionEnd(new OneSession(session), reader, gate, serial, context);
    }

    SubscriptionEnd(
            Sessions sessions, MessageReader reader, ReadGate gate, SerialExecutor serial, ClientContext context) {
        this.sessions = sessions;
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
            sessions.close();
            sessions.leaveGroups(inHandler || callbacks.isShutDown() ? HANDLER_GRACE : null)
                    .thenRun(this::closeNow);
        }
        return sessions.left();
    }

    private void closeNow() {
        StreamException cause = new ClosedException(sessions.description() + " is closed");
        CompletableFuture<Void> returned = new CompletableFuture<>();
        CompletableFuture<Void> idle = new CompletableFuture<>();
        serial.executeLater(
                () -> { // after the running handler, if any
                    sessions.endSources(cause);
                    callbacks.onLoop(() -> returned.complete(null));
                    reader.whenIdle(() -> callbacks.onLoop(() -> idle.complete(null)));
                });
        Timer.Scheduled grace = timer.schedule(HANDLER_GRACE, () -> {
            runLost();
            serial.execute(reader::endNow);
            returned.complete(null);
            idle.complete(null);
        });
        returned.thenRun(() -> sessions.end(cause));
        CompletableFuture.allOf(idle, sessions.left()).thenRun(() -> {
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
        serial.execute(sessions::release);
        StreamException cause = sessions.cause();
        if (cause == null) {
            closed.complete(null);
        } else {
            closed.completeExceptionally(cause);
        }
        ended.complete(null);
    }
}
