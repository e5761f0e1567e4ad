package io.rbfly.client.publish;

import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.connection.Refusals;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.publish.frame.InFlightWindow;
import io.rbfly.client.publish.frame.OutgoingFrame;
import io.rbfly.client.publish.outcome.OutcomeBatch;
import io.rbfly.client.publish.outcome.OutcomeConsumer;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends frames from the batch over the connection, keeps them until their messages have outcomes, and reports the
 * outcomes. Used on the event loop only.
 */
final class FrameSender {
    private final String stream;
    private final OutgoingBatch batch;
    private final InFlightWindow window;
    private final Callbacks callbacks;
    private final Runnable afterOutcomes;
    private final PublisherBudget.@Nullable Shares shares;
    private final FrameDelay delay;
    private @Nullable Connection connection;
    private int publisherId;

    /**
     * Creates a sender.
     *
     * @param afterOutcomes called after outcomes were reported
     * @param shares of a budget, which is told when something returns; null if there are none
     */
    FrameSender(
            String stream,
            OutgoingBatch batch,
            InFlightWindow window,
            FrameDelay delay,
            Callbacks callbacks,
            Runnable afterOutcomes,
            PublisherBudget.@Nullable Shares shares) {
        this.shares = shares;
        this.stream = stream;
        this.batch = batch;
        this.window = window;
        this.delay = delay;
        this.callbacks = callbacks;
        this.afterOutcomes = afterOutcomes;
    }

    /** Sends the messages without an outcome again, and continues with those that were not sent. */
    void connected(Connection current, int id) {
        assert callbacks.isOnLoop();
        connection = current;
        publisherId = id;
        batch.frameLimit(current.frameMax());
        OutcomeBatch tooLarge = new OutcomeBatch(0);
        window.settleTooLarge(current.frameMax(), tooLarge::failed);
        for (OutgoingFrame frame : window.frames()) {
            frame.write(id, current.frameMax(), current::publish);
        }
        current.flush();
        settled(tooLarge);
    }

    /**
     * Sends nothing until the next connection. Messages that have timed out are removed, since the broker will not
     * answer them.
     */
    void disconnected() {
        assert callbacks.isOnLoop();
        connection = null;
        window.stopWaiting();
        if (window.forgetExpired()) {
            settled(new OutcomeBatch(0));
        }
        wakeOthers();
    }

    /** Sends as much as the connection and the window allow. */
    void flush() {
        assert callbacks.isOnLoop();
        Connection current = connection;
        if (current == null) {
            return;
        }
        boolean written = false;
        OutcomeBatch tooLarge = new OutcomeBatch(0);
        while (current.isWritable()) {
            OutgoingFrame frame = batch.poll(window);
            if (frame == null) {
                delay.watch(this::flush);
                break;
            }
            window.add(frame);
            if (frame.size() > current.frameMax()) { // it was filled for a connection with a larger frame size
                window.settleTooLarge(current.frameMax(), tooLarge::failed);
            }
            if (frame.slots().unsettled() > 0) {
                frame.write(publisherId, current.frameMax(), current::publish);
                written = true;
            }
        }
        if (written) {
            current.flush();
        }
        if (!tooLarge.isEmpty()) {
            settled(tooLarge);
        }
    }

    /** Processes a confirm. */
    void confirmed(PublishConfirm confirm) {
        assert callbacks.isOnLoop();
        long[] ids = confirm.publishingIds();
        OutcomeBatch outcomes = new OutcomeBatch(ids.length);
        OutcomeConsumer confirmed = outcomes::confirmed;
        for (long id : ids) {
            window.settle(id, confirmed);
        }
        settled(outcomes);
    }

    /**
     * Processes a refusal. Messages that were on their way to a publisher that the broker had deleted are sent again.
     */
    void refused(PublishError error) {
        assert callbacks.isOnLoop();
        OutcomeBatch outcomes = new OutcomeBatch(0);
        for (PublishError.Failure failure : error.failures()) {
            if (connection == null && failure.code() == ResponseCode.PUBLISHER_DOES_NOT_EXIST) {
                continue;
            }
            window.settle(failure.publishingId(), (outcome, id) -> {
                String what = "message " + Long.toUnsignedString(id) + " for stream " + stream;
                outcomes.failed(outcome, Refusals.of(what, failure.code()));
            });
        }
        settled(outcomes);
    }

    /**
     * Fails all messages of frames that were opened at a time or before. If they were not sent, they never will be. If
     * they were, they take up room in the window until the broker answers or the connection is lost.
     */
    void expire(long nanos, StreamException cause) {
        Predicate<OutgoingFrame> old = frame -> frame.openedNanos() - nanos <= 0;
        OutcomeBatch outcomes = new OutcomeBatch(0);
        if (connection != null) {
            window.expireWhile(old, outcome -> outcomes.failed(outcome, cause));
        } // otherwise no broker will answer them, and they take up no room any more
        fail(old, outcomes, cause);
    }

    /** Fails all messages, sent or not. */
    void abandon(StreamException cause) {
        fail(frame -> true, new OutcomeBatch(0), cause);
    }

    /** Stops sending, and removes messages that have timed out. */
    void stop() {
        assert callbacks.isOnLoop();
        connection = null;
        delay.stop();
        window.forgetExpired();
        window.stopWaiting();
        wakeOthers();
    }

    /** Fails all messages. */
    void end(StreamException cause) {
        stop();
        callbacks.execute(batch.end(cause));
        abandon(cause);
    }

    private void fail(Predicate<OutgoingFrame> which, OutcomeBatch outcomes, StreamException cause) {
        List<OutgoingFrame> unsent = batch.takeWhile(which);
        unsent.forEach(window::add);
        window.settleWhile(which, outcome -> outcomes.failed(outcome, cause));
        settled(outcomes);
    }

    private void settled(OutcomeBatch outcomes) {
        assert callbacks.isOnLoop();
        window.returnUnused();
        Runnable due = batch.settled(window);
        flush();
        if (!outcomes.isEmpty()) {
            callbacks.execute(outcomes);
        }
        if (due != null) {
            callbacks.execute(due);
        }
        wakeOthers();
        afterOutcomes.run();
    }

    /** There is more room in the budget for accepted messages. */
    void granted() {
        assert callbacks.isOnLoop();
        Runnable due = batch.granted();
        if (due != null) {
            callbacks.execute(due);
        }
    }

    private void wakeOthers() {
        if (shares != null) {
            shares.wakeOthers();
        }
    }
}
