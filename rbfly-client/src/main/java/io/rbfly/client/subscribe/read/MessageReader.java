package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.loop.TimeSlice;
import io.rbfly.client.loop.Timer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The part of a subscription from which the application reads: by calls of {@code next()}, or by one loop at a time.
 * Used in the subscription's serial executor only.
 *
 * <p>It delivers messages for at most one {@link TimeSlice}, and continues after other tasks have used the thread.
 */
public final class MessageReader {
    /**
     * The maximum number of consecutive calls of next() that are answered immediately: one may be made in the callback
     * of another.
     */
    private static final int MAX_DIRECT = 200;

    private final String what;
    private final SerialExecutor serial;
    private final TimeSlice slice;
    private final ReadGate gate;
    private final SourceRotation sources;
    private final Runnable over;
    private final WaitingCalls waiting = new WaitingCalls();
    private final QuietTasks quietTasks;
    private int direct;
    private boolean serving;
    private boolean giving;
    /** Whether other tasks are using the thread. */
    private boolean yielded;

    private @Nullable MessageLoop loop;
    private @Nullable StreamException finished;
    private @Nullable Runnable whenIdle;

    /**
     * Creates a reader for at least one source.
     *
     * @param what it reads, for messages
     * @param gate that of the sources
     * @param over called when all sources have ended and all messages are read
     */
    public MessageReader(
            String what,
            ReadGate gate,
            List<MessageSource> sources,
            SerialExecutor serial,
            Timer timer,
            Runnable over) {
        this(what, gate, SourceRotation.of(sources), serial, timer, over);
        sources.forEach(source -> source.reader(this));
    }

    private MessageReader(
            String what, ReadGate gate, SourceRotation sources, SerialExecutor serial, Timer timer, Runnable over) {
        this.what = what;
        this.serial = serial;
        this.slice = new TimeSlice(timer);
        this.gate = gate;
        this.sources = sources;
        this.quietTasks = new QuietTasks(source -> loop == null || !loop.isBusy() || !sources.isCurrent(source));
        this.over = over;
    }

    /** Creates a reader for sources that are added later, until {@link #end}. */
    public static MessageReader open(String what, ReadGate gate, SerialExecutor serial, Timer timer, Runnable over) {
        return new MessageReader(what, gate, SourceRotation.open(), serial, timer, over);
    }

    /** Adds a source to those that may change. It is forgotten when it has ended and is read. */
    public void add(MessageSource source) {
        sources.add(source);
        source.reader(this);
        serve();
    }

    /** Ends when all messages of the sources are read; for sources that may change. */
    public void end(StreamException cause) {
        sources.end(cause);
        serve();
    }

    /** Reports the end when the application has got the last message and is not at work on it. */
    private void reportIfRead() {
        boolean busy = loop != null && loop.isBusy();
        if (!busy && sources.endIf(MessageSource::isRead) != null) {
            over.run();
        }
    }

    /** Returns the next received message, wanted or not, null if there is none. It is valid until the next call. */
    @Nullable
    MessageView take() {
        MessageView message = sources.take();
        if (message == null) {
            finishIf(MessageSource::isFinished);
        }
        return message;
    }

    /** The source of the last message. */
    MessageSource current() {
        return sources.current();
    }

    /**
     * As {@link #take}, but skips messages that are not wanted, and the message remains valid.
     *
     * @throws StreamException as {@link MessageSource#isWanted}
     */
    public @Nullable Message takeWanted() {
        MessageView message = take();
        while (message != null && !current().isWanted(message)) {
            message = take();
        }
        if (message == null) {
            return null;
        }
        Message kept = message.keep();
        reportIfRead();
        return kept;
    }

    /** The offset of the last message, empty if there is none. */
    public OptionalLong last() {
        return sources.last();
    }

    /** Whether the application has closed the subscription; for use in any thread. */
    boolean isClosed() {
        return gate.isClosed();
    }

    /** Reports the end if all messages are read, without another call. */
    void endIfRead() {
        finishIf(MessageSource::isRead);
    }

    private void finishIf(Predicate<MessageSource> condition) {
        StreamException cause = sources.endIf(condition);
        if (cause != null) {
            finish(cause);
        }
    }

    /** Completes a future with the next message. */
    public void next(CompletableFuture<Message> future) {
        if (isLooping()) {
            future.completeExceptionally(new IllegalStateException("messages of " + what + " are being read already"));
            return;
        }
        waiting.add(future);
        serve();
    }

    /**
     * Whether a message may be taken in place of {@link #next}: no earlier call waits, and it is this reader's turn.
     */
    public boolean mayTake() {
        if (!hasTurn() || !isFree()) {
            return false;
        }
        if (++direct > MAX_DIRECT) {
            yieldTurn();
        } else {
            step();
        }
        return !yielded;
    }

    private boolean isFree() {
        return waiting.isEmpty() && (loop == null || loop.isFinished() && !loop.isBusy());
    }

    /** Passes all messages to a loop from now on; false if others are reading. */
    public boolean start(MessageLoop loop) {
        if (!isFree()) {
            return false;
        }
        this.loop = loop;
        return true;
    }

    /** Runs a task when the application is not processing a message, which may be now. */
    public void whenIdle(Runnable task) {
        whenIdle = task;
        serve();
    }

    /** Runs a task when no loop is processing a message of a source; one that waits for a retry is not counted. */
    void whenQuiet(MessageSource source, Runnable task) {
        quietTasks.add(source, task);
        serve();
    }

    /** A source was emptied: a message of it that waits for a retry is not retried. */
    void dropped(MessageSource source) {
        if (loop != null && sources.isCurrent(source)) {
            loop.cancelRetry();
        }
    }

    /** Ends without waiting for the application to process a message. */
    public void endNow() {
        if (loop != null && finished != null) {
            loop.end(errorOf(finished), true);
        }
    }

    /** Whether it is delivering, so that a handler may be calling. */
    public boolean isServing() {
        return serving;
    }

    /** Delivers received messages to waiting calls or to the loop. */
    public void serve() {
        if (serving) {
            serveNow();
            return;
        }
        serving = true;
        if (!yielded) {
            slice.begin();
            direct = 0;
        }
        try {
            serveNow();
        } finally {
            serving = false;
        }
        quietTasks.run();
        reportIfRead();
    }

    private void serveNow() {
        MessageLoop reading = loop;
        if (reading != null) {
            if (!reading.isFinished()) {
                reading.run();
            }
            if (!reading.isFinished() || reading.isBusy()) {
                return;
            }
            if (loop == reading) {
                loop = null;
            }
        }
        Runnable idle = whenIdle;
        if (idle != null) {
            whenIdle = null;
            idle.run();
        }
        // Completing a future runs code of the application, which may call next() and get here again.
        if (!giving) {
            giving = true;
            try {
                giveAll();
            } finally {
                giving = false;
            }
        }
    }

    /**
     * Whether messages may be delivered now. At the end of a subscription there are none, and the end is reported
     * immediately.
     */
    boolean hasTurn() {
        return !yielded || gate.isClosed();
    }

    /** Counts a delivered message, which may end the turn. */
    void step() {
        if (slice.isOverAfterStep()) {
            yieldTurn();
        }
    }

    private void yieldTurn() {
        if (!yielded) {
            yielded = true;
            serial.yieldTo(this::nextTurn);
        }
    }

    private void nextTurn() {
        yielded = false;
        serve();
    }

    private void giveAll() {
        while (!waiting.isEmpty() && hasTurn()) {
            MessageView message = take();
            if (message == null) {
                return;
            }
            give(message);
            step();
        }
    }

    /** Delivers a message to the first waiting call. One that was cancelled meanwhile must not lose it. */
    private void give(MessageView view) {
        StreamException failure = null;
        try {
            if (!current().isWanted(view)) {
                return;
            }
        } catch (StreamException e) {
            failure = e;
        }
        Message message = view.keep();
        if (!waiting.complete(message, failure)) {
            current().giveBack(message);
        }
    }

    private boolean isLooping() {
        return loop != null && !loop.isFinished();
    }

    private void finish(StreamException cause) {
        finished = cause;
        over.run();
        if (loop != null) {
            loop.end(errorOf(cause), false);
        }
        waiting.failAll(cause);
    }

    /** The exception with which a loop ends. */
    private static @Nullable StreamException errorOf(StreamException cause) {
        return cause instanceof ClosedException ? null : cause;
    }
}
