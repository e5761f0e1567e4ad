package io.rbfly.client.subscribe;

import io.rbfly.client.api.ClosedException;
import io.rbfly.client.api.HandlerException;
import io.rbfly.client.api.MalformedChunkException;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.StreamException;
import io.rbfly.protocol.chunk.Chunk;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The side of a subscription that the application reads: by calls of {@code next()}, or by one loop at a time. Used in the
 * subscription's serial executor only, but for pausing.
 */
final class MessageReader {
    private static final long NONE = -1;
    private static final int FIRST_PURGE = 64;

    private final String stream;
    private final ChunkQueue chunks;
    private final @Nullable Sieve sieve;
    private final @Nullable HandledOffset handled;
    private final Runnable over;
    private final ArrayDeque<CompletableFuture<Message>> waiting = new ArrayDeque<>();
    private int purgeAt = FIRST_PURGE;
    private boolean giving;
    private @Nullable MessageLoop loop;
    /** A message that was taken, and is the next one again. */
    private @Nullable Message held;
    /** The message that was taken last. */
    private long last = NONE;

    /** Whether that one is dealt with when the following one is asked for. */
    private boolean atHand;

    private @Nullable StreamException ended;
    /** Written in any thread, so that a loop which runs in another one stops after the message at hand. */
    private volatile boolean paused;

    /**
     * A reader without messages.
     *
     * @param chunkRead told each time that a chunk of so many bytes was read to its end
     * @param damaged told when a chunk turns out to be damaged
     * @param sieve what drops messages, null when nothing does
     * @param handled told of messages that are dealt with, null when nobody wants to know
     * @param over told when it ended and all is read
     */
    MessageReader(
            String stream,
            IntConsumer chunkRead,
            Consumer<StreamException> damaged,
            @Nullable Sieve sieve,
            @Nullable HandledOffset handled,
            Runnable over) {
        this.stream = stream;
        this.sieve = sieve;
        this.handled = handled;
        this.over = over;
        this.chunks = new ChunkQueue(chunkRead, (chunkId, cause) -> {
            StreamException error = new MalformedChunkException(stream, chunkId, cause);
            ended = error;
            damaged.accept(error);
        });
    }

    /** Adds a chunk, of which messages before an offset (unsigned) are not wanted. */
    void add(Chunk chunk, long firstWanted) {
        if (ended == null) {
            chunks.add(chunk, firstWanted);
            serve();
        }
    }

    /** The next message that is here, wanted or not, null when there is none. The one before counts as dealt with. */
    @Nullable
    Message take() {
        if (handled != null && atHand) {
            atHand = false;
            handled.handled(last);
        }
        if (paused || held != null) {
            return takeHeld();
        }
        Message message = chunks.poll();
        if (message != null) {
            taken(message);
        } else if (ended != null) {
            finish(ended);
        }
        return message;
    }

    private @Nullable Message takeHeld() {
        if (ended != null && isClosed()) {
            finish(ended);
        }
        if (paused) {
            return null;
        }
        Message message = held;
        held = null;
        if (message != null) {
            taken(message);
        }
        return message;
    }

    private void taken(Message message) {
        last = message.offset();
        if (handled != null) {
            atHand = true;
        }
    }

    /**
     * As {@link #take}, past those that are not wanted.
     *
     * @throws HandlerException when the filter's function failed; the message after it is the next
     */
    @Nullable
    Message takeWanted() {
        Message message = take();
        while (sieve != null && message != null && !isWanted(sieve, message)) {
            message = take();
        }
        return message;
    }

    private boolean isWanted(Sieve sieve, Message message) {
        try {
            return sieve.wants(message);
        } catch (Throwable e) {
            notHandled();
            throw new HandlerException("filter", stream, message.offset(), e);
        }
    }

    /** The message that was taken last is the next one again. */
    void giveBack(Message message) {
        held = isClosed() ? null : message;
        atHand = false;
    }

    /** The message that was taken last does not count as dealt with. */
    void notHandled() {
        atHand = false;
    }

    /** Offset of the message that was taken last, empty when none was. */
    OptionalLong last() {
        return last == NONE ? OptionalLong.empty() : OptionalLong.of(last);
    }

    /** A future of the next message. */
    void next(CompletableFuture<Message> future) {
        if (isLooping()) {
            future.completeExceptionally(new IllegalStateException("messages of " + stream + " are read already"));
            return;
        }
        if (waiting.size()
                >= purgeAt) { // who asks again and again, and gives up, is not to pile them up behind another
            waiting.removeIf(CompletableFuture::isDone);
            purgeAt = Math.max(FIRST_PURGE, 2 * waiting.size());
        }
        waiting.add(future);
        serve();
    }

    /** Whether {@link #takeWanted} may be used in place of {@link #next}: nobody was before. */
    boolean isFree() {
        while (!waiting.isEmpty() && waiting.peek().isDone()) {
            waiting.poll(); // who was cancelled, or out of time, reads no more
        }
        return waiting.isEmpty() && (loop == null || loop.isFinished() && !loop.isBusy());
    }

    /** Gives all messages from now on to a loop; false when others are reading. */
    boolean start(MessageLoop loop) {
        if (!isFree()) {
            return false;
        }
        this.loop = loop;
        return true;
    }

    /** Hands out nothing more; in any thread. */
    void pause() {
        paused = true;
    }

    /** Goes on when {@link #serve} is called; in any thread. */
    void resume() {
        paused = false;
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether the application closed the subscription. */
    boolean isClosed() {
        return ended instanceof ClosedException;
    }

    /** No more chunks will come. What is here is still read, unless the application closed the subscription. */
    void end(StreamException cause) {
        if (ended == null || cause instanceof ClosedException) {
            ended = cause;
        }
        if (isClosed()) {
            chunks.clear();
            held = null;
        }
        serve();
        if (held == null && chunks.isEmpty()) {
            over.run();
        }
    }

    /** Tells those who read that there is nothing more, when that is so. */
    void endIfRead() {
        if (ended != null && held == null && chunks.isEmpty()) {
            finish(ended);
        }
    }

    /** Hands out what is here to those who want it. */
    void serve() {
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

    private void giveAll() {
        while (!waiting.isEmpty()) {
            if (waiting.peek().isDone()) {
                waiting.poll(); // cancelled, or out of time
                continue;
            }
            Message message = take();
            if (message == null) {
                return;
            }
            give(message);
        }
    }

    /** A message goes to the first who still wants it; one that was cancelled in the meantime must not lose it. */
    private void give(Message message) {
        HandlerException failure = null;
        try {
            if (sieve != null && !isWanted(sieve, message)) {
                return;
            }
        } catch (HandlerException e) {
            failure = e;
        }
        for (CompletableFuture<Message> future = waiting.poll(); future != null; future = waiting.poll()) {
            if (failure == null ? future.complete(message) : future.completeExceptionally(failure)) {
                return;
            }
        }
        giveBack(message);
    }

    private boolean isLooping() {
        return loop != null && !loop.isFinished();
    }

    private void finish(StreamException cause) {
        over.run();
        if (loop != null) {
            loop.end(cause instanceof ClosedException ? null : cause);
        }
        List<CompletableFuture<Message>> left = List.copyOf(waiting);
        waiting.clear();
        left.forEach(future -> future.completeExceptionally(cause));
    }
}
