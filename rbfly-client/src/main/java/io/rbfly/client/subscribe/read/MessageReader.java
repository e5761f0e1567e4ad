package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.loop.TimeSlice;
import io.rbfly.client.loop.Timer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The side of a subscription that the application reads: by calls of {@code next()}, or by one loop at a time. Used in
 * the subscription's serial executor only.
 *
 * <p>It hands out messages for a {@link TimeSlice} at most, and then again when others have had the thread.
 */
public final class MessageReader {
    private static final int FIRST_PURGE = 64;

    /** Calls of next() that are answered at once, in a row: one may come out of the callback of the other. */
    private static final int MAX_DIRECT = 200;

    private final String what;
    private final SerialExecutor serial;
    private final TimeSlice slice;
    private final ReadGate gate;
    private final List<MessageSource> sources;
    private final Runnable over;
    private final ArrayDeque<CompletableFuture<Message>> waiting = new ArrayDeque<>();
    private MessageSource current;
    private int purgeAt = FIRST_PURGE;
    private int direct;
    private boolean serving;
    private boolean giving;
    /** Whether others have the thread now. */
    private boolean yielded;

    private @Nullable MessageLoop loop;
    private @Nullable StreamException finished;
    private @Nullable Runnable whenIdle;

    /**
     * A reader of one or several sources.
     *
     * @param what it reads, for messages
     * @param gate that of the sources
     * @param sources at least one
     * @param over told when all of them ended and all is read
     */
    public MessageReader(
            String what,
            ReadGate gate,
            List<MessageSource> sources,
            SerialExecutor serial,
            Timer timer,
            Runnable over) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("sources: none (expected: at least one)");
        }
        this.what = what;
        this.serial = serial;
        this.slice = new TimeSlice(timer);
        this.gate = gate;
        this.sources = List.copyOf(sources);
        this.current = sources.get(0);
        this.over = over;
        sources.forEach(source -> source.reader(this::changed));
    }

    /** There are new messages, or a source ended. */
    private void changed() {
        serve();
        if (all(MessageSource::isRead)) {
            over.run();
        }
    }

    /**
     * The next message that is here, wanted or not, null when there is none. It is valid until the next one is asked
     * for. Of several sources each gives a chunk in turn.
     */
    @Nullable
    MessageView take() {
        MessageView message = sources.size() == 1 ? current.take() : takeInTurn();
        if (message == null) {
            endIf(all(MessageSource::isFinished));
        }
        return message;
    }

    private @Nullable MessageView takeInTurn() {
        MessageView message = current.takeOfSameChunk();
        int before = sources.indexOf(current);
        for (int i = 1; message == null && i <= sources.size(); i++) {
            current = sources.get((before + i) % sources.size());
            message = current.take();
        }
        return message;
    }

    /** The source of the message that was taken last. */
    MessageSource current() {
        return current;
    }

    /**
     * As {@link #take}, past those that are not wanted, and to be kept.
     *
     * @throws StreamException as {@link MessageSource#isWanted}
     */
    public @Nullable Message takeWanted() {
        MessageView message = take();
        while (message != null && !current.isWanted(message)) {
            message = take();
        }
        return message == null ? null : message.keep();
    }

    /** Offset of the message that was taken last, empty when none was. */
    public OptionalLong last() {
        return current.last();
    }

    /** Whether the application closed what it reads; in any thread. */
    boolean isClosed() {
        return gate.isClosed();
    }

    /** Tells those who read that there is nothing more, when that is so, though nobody asks for more. */
    void endIfRead() {
        endIf(all(MessageSource::isRead));
    }

    private void endIf(boolean ended) {
        StreamException cause = ended ? current.ended() : null;
        if (cause != null) {
            finish(cause);
        }
    }

    /** Without an iterator, since it is asked each time that there is no message. */
    private boolean all(Predicate<MessageSource> condition) {
        for (int i = 0; i < sources.size(); i++) {
            if (!condition.test(sources.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** A future of the next message. */
    public void next(CompletableFuture<Message> future) {
        if (isLooping()) {
            future.completeExceptionally(new IllegalStateException("messages of " + what + " are being read already"));
            return;
        }
        if (waiting.size() >= purgeAt) { // who asks again and again, and gives up, is not to pile them up
            waiting.removeIf(CompletableFuture::isDone);
            purgeAt = Math.max(FIRST_PURGE, 2 * waiting.size());
        }
        waiting.add(future);
        serve();
    }

    /** Whether a message may be taken in place of {@link #next}: nobody asked before, and it is this reader's turn. */
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
        while (!waiting.isEmpty() && waiting.peek().isDone()) {
            waiting.poll(); // who was cancelled, or out of time, reads no more
        }
        return waiting.isEmpty() && (loop == null || loop.isFinished() && !loop.isBusy());
    }

    /** Gives all messages from now on to a loop; false when others are reading. */
    public boolean start(MessageLoop loop) {
        if (!isFree()) {
            return false;
        }
        this.loop = loop;
        return true;
    }

    /** Runs a task when the application is not at work on a message, which may be now. */
    public void whenIdle(Runnable task) {
        whenIdle = task;
        serve();
    }

    /** Ends without waiting for the application's work on a message. */
    public void endNow() {
        if (loop != null && finished != null) {
            loop.end(errorOf(finished), true);
        }
    }

    /** Hands out what is here to those who want it. */
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
        // Completing a future runs code of the application, which may call next() and come here again: it is served
        // below.
        if (!giving) {
            giving = true;
            try {
                giveAll();
            } finally {
                giving = false;
            }
        }
    }

    /** Whether messages may be handed out now. At the end of a subscription there are none, and it is told at once. */
    boolean hasTurn() {
        return !yielded || gate.isClosed();
    }

    /** Counts a message that was handed out, which may end the turn. */
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
            if (waiting.peek().isDone()) {
                waiting.poll(); // cancelled, or out of time
                continue;
            }
            MessageView message = take();
            if (message == null) {
                return;
            }
            give(message);
            step();
        }
    }

    /** A message goes to the first who still wants it; one that was cancelled in the meantime must not lose it. */
    private void give(MessageView view) {
        StreamException failure = null;
        try {
            if (!current.isWanted(view)) {
                return;
            }
        } catch (StreamException e) {
            failure = e;
        }
        Message message = view.keep();
        for (CompletableFuture<Message> future = waiting.poll(); future != null; future = waiting.poll()) {
            if (failure == null ? future.complete(message) : future.completeExceptionally(failure)) {
                return;
            }
        }
        current.giveBack(message);
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
        List<CompletableFuture<Message>> left = List.copyOf(waiting);
        waiting.clear();
        left.forEach(future -> future.completeExceptionally(cause));
    }

    /** What a loop ends with. */
    private static @Nullable StreamException errorOf(StreamException cause) {
        return cause instanceof ClosedException ? null : cause;
    }
}
