package io.rbfly.client.subscribe;

import io.rbfly.client.api.ClosedException;
import io.rbfly.client.api.HandlerException;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.StreamException;
import io.rbfly.protocol.chunk.Chunk;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a subscription that are here, one after the other, and its end behind them. Used in the subscription's serial
 * executor only, but for pausing.
 */
final class MessageSource {
    private static final long NONE = -1;

    private final String stream;
    private final ChunkQueue chunks;
    private final @Nullable Sieve sieve;
    private final @Nullable HandledOffset handled;
    private final Consumer<StreamException> finish;
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
     * A source without messages.
     *
     * @param sieve what drops messages, null when nothing does
     * @param handled told of messages that are dealt with, null when nobody wants to know
     * @param finish told when it ended and somebody asks for more than there is
     */
    MessageSource(
            String stream,
            ChunkQueue chunks,
            @Nullable Sieve sieve,
            @Nullable HandledOffset handled,
            Consumer<StreamException> finish) {
        this.stream = stream;
        this.chunks = chunks;
        this.sieve = sieve;
        this.handled = handled;
        this.finish = finish;
    }

    /** Adds a chunk, of which messages before an offset (unsigned) are not wanted. */
    void add(Chunk chunk, long firstWanted) {
        if (ended == null) {
            chunks.add(chunk, firstWanted);
        }
    }

    /**
     * The next message that is here, wanted or not, null when there is none. It is valid until the next one is asked for, which
     * also means that it is dealt with.
     */
    @Nullable
    MessageView take() {
        if (handled != null && atHand) {
            atHand = false;
            handled.handled(last);
        }
        if (paused || held != null) {
            return takeHeld();
        }
        MessageView message = chunks.poll();
        if (message != null) {
            taken(message);
        } else if (ended != null) {
            finish.accept(ended);
        }
        return message;
    }

    private @Nullable Message takeHeld() {
        if (ended != null && isClosed()) {
            finish.accept(ended);
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

    private void taken(MessageView message) {
        last = message.offset();
        if (handled != null) {
            atHand = true;
        }
    }

    /**
     * As {@link #take}, past those that are not wanted, and to be kept.
     *
     * @throws HandlerException when the filter's function failed; the message after it is the next
     */
    @Nullable
    Message takeWanted() {
        MessageView message = take();
        while (message != null && !isWanted(message)) {
            message = take();
        }
        return message == null ? null : message.keep();
    }

    /**
     * Whether a message passes the filter.
     *
     * @throws HandlerException when the filter's function failed
     */
    boolean isWanted(MessageView message) {
        try {
            return sieve == null || sieve.wants(message);
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

    /** Hands out nothing more; in any thread. */
    void pause() {
        paused = true;
    }

    /** Hands out messages again; in any thread. */
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

    /** No more chunks will come. What is here is still handed out, unless the application closed the subscription. */
    void end(StreamException cause) {
        if (ended == null || cause instanceof ClosedException) {
            ended = cause;
        }
        if (isClosed()) {
            chunks.clear();
            held = null;
        }
    }

    /** What is here cannot be read any further, which comes before whatever ended the subscription behind it. */
    void damaged(StreamException cause) {
        if (!isClosed()) {
            ended = cause;
        }
    }

    /** Whether there is nothing left. */
    boolean isEmpty() {
        return held == null && chunks.isEmpty();
    }

    /** Tells those who read that there is nothing more, when that is so. */
    void endIfRead() {
        if (ended != null && isEmpty()) {
            finish.accept(ended);
        }
    }
}
