package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.loop.TimeSlice;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.protocol.chunk.Chunk;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

    private final String stream;
    private final SerialExecutor serial;
    private final TimeSlice slice;
    private final MessageSource source;
    private final Runnable over;
    private final ArrayDeque<CompletableFuture<Message>> waiting = new ArrayDeque<>();
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
     * A reader without messages.
     *
     * @param postFilter what drops messages, null when nothing does
     * @param handled told of messages that are processed, null when nobody wants to know
     * @param over told when it ended and all is read
     */
    public MessageReader(
            String stream,
            ChunkQueue chunks,
            @Nullable PostFilter postFilter,
            @Nullable ProcessedOffset handled,
            SerialExecutor serial,
            Timer timer,
            Runnable over) {
        this.stream = stream;
        this.serial = serial;
        this.slice = new TimeSlice(timer);
        this.source = new MessageSource(stream, chunks, postFilter, handled, this::finish);
        this.over = over;
    }

    /** Where its messages come from. */
    public MessageSource source() {
        return source;
    }

    /** Adds a chunk, of which messages before an offset (unsigned) are not wanted. */
    public void add(Chunk chunk, long firstWanted) {
        source.add(chunk, firstWanted);
        serve();
    }

    /** A future of the next message. */
    public void next(CompletableFuture<Message> future) {
        if (isLooping()) {
            future.completeExceptionally(new IllegalStateException("messages of " + stream + " are read already"));
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

    /** No more chunks will come. What is here is still read, unless the application closed the subscription. */
    public void end(StreamException cause) {
        source.end(cause);
        serve();
        if (source.isEmpty()) {
            over.run();
        }
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
        return !yielded || source.isClosed();
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
            MessageView message = source.take();
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
            if (!source.isWanted(view)) {
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
        source.giveBack(message);
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
