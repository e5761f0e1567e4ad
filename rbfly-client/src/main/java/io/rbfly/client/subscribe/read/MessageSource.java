package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.protocol.chunk.Chunk;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a subscription that are here, one after the other, and its end behind them. Used in the
 * subscription's serial executor only, but for pausing and closing, which count at once in all threads.
 */
public final class MessageSource {

    private final String stream;
    private final ChunkQueue chunks;
    private final @Nullable PostFilter postFilter;
    private final @Nullable ProcessedOffset handled;
    private final Consumer<StreamException> finish;
    /** A message that was taken, and is the next one again. */
    private @Nullable Message held;
    /** What stands in place of that message. */
    private @Nullable UnreadableBatch heldUnreadable;
    /** What stands in place of the message that was taken last. */
    private @Nullable UnreadableBatch unreadable;
    /** The offset that was taken last, wanted or not. */
    private long last = ProcessedOffset.NONE;
    /** When the chunk of that one was written. */
    private long lastMillis;
    /** The offset that readers got last. */
    private long lastRead = ProcessedOffset.NONE;

    private @Nullable StreamException ended;
    /** Written in any thread, so that a loop which runs in another one stops after the message at hand. */
    private volatile boolean paused;

    private volatile boolean closed;

    /**
     * A source without messages.
     *
     * @param postFilter what drops messages, null when nothing does
     * @param handled told of messages that are processed, null when nobody wants to know
     * @param finish told when it ended and somebody asks for more than there is
     */
    MessageSource(
            String stream,
            ChunkQueue chunks,
            @Nullable PostFilter postFilter,
            @Nullable ProcessedOffset handled,
            Consumer<StreamException> finish) {
        this.stream = stream;
        this.chunks = chunks;
        this.postFilter = postFilter;
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
     * The next message that is here, wanted or not, null when there is none. It is valid until the next one is asked
     * for. It may stand for a batch that cannot be read, see {@link #unreadable}.
     */
    @Nullable
    MessageView take() {
        if (paused || closed || held != null) {
            return takeHeld();
        }
        OpenChunk message = chunks.poll();
        if (message != null) {
            lastMillis = message.chunkMillis();
            taken(message, message.unreadable());
        } else if (ended != null) {
            finish.accept(ended);
        }
        return message;
    }

    private @Nullable Message takeHeld() {
        if (ended != null && isEndedByClosing()) {
            finish.accept(ended);
        }
        if (paused || closed) {
            return null;
        }
        Message message = held;
        if (message != null) {
            held = null;
            taken(message, heldUnreadable); // of the same chunk as the message that was taken last
        }
        return message;
    }

    private void taken(MessageView message, @Nullable UnreadableBatch unreadable) {
        this.unreadable = unreadable;
        last = unreadable == null ? message.offset() : unreadable.lastOffset();
    }

    /** What stands in place of the message that was taken last, null when it is one. */
    @Nullable
    UnreadableBatch unreadable() {
        return unreadable;
    }

    /**
     * As {@link #take}, past those that are not wanted, and to be kept.
     *
     * @throws StreamException as {@link #isWanted}
     */
    @Nullable
    public Message takeWanted() {
        MessageView message = take();
        while (message != null && !isWanted(message)) {
            message = take();
        }
        return message == null ? null : message.keep();
    }

    /**
     * Whether the message that was taken last passes the filter, and so goes to a reader who acknowledges it. When this
     * fails the message after it is the next.
     *
     * @throws StreamException when it is a batch that cannot be read, or when the filter's function failed
     */
    boolean isWanted(MessageView message) {
        if (unreadable != null) {
            throw unreadable.error();
        }
        boolean wanted;
        try {
            wanted = postFilter == null || postFilter.wants(message);
        } catch (Throwable e) {
            throw new HandlerException("filter", stream, message.offset(), e);
        }
        if (wanted) {
            lastRead = last;
        } else if (handled != null && handled.reaches(lastRead)) {
            lastRead = last;
            processed();
        }
        return wanted;
    }

    /** The message that was taken last, and all before it, are processed. */
    void processed() {
        if (handled != null) {
            handled.handled(last, lastMillis);
        }
    }

    /** The message that was taken last is the next one again. */
    void giveBack(Message message) {
        held = isEndedByClosing() ? null : message;
        heldUnreadable = unreadable;
    }

    /** Offset of the message that was taken last, empty when none was. */
    public OptionalLong last() {
        return last == ProcessedOffset.NONE ? OptionalLong.empty() : OptionalLong.of(last);
    }

    /** Hands out nothing more; in any thread. */
    public void pause() {
        paused = true;
    }

    /** Hands out messages again; in any thread. */
    public void resume() {
        paused = false;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Hands out nothing more for good; in any thread. */
    public void close() {
        closed = true;
    }

    /** Whether it was closed; in any thread. */
    boolean isClosed() {
        return closed;
    }

    private boolean isEndedByClosing() {
        return ended instanceof ClosedException;
    }

    /** No more chunks will come. What is here is still handed out, unless the application closed the subscription. */
    void end(StreamException cause) {
        if (ended == null || cause instanceof ClosedException) {
            ended = cause;
        }
        if (isEndedByClosing()) {
            closed = true;
            chunks.clear();
            held = null;
        }
    }

    /** What is here cannot be read any further, which comes before whatever ended the subscription behind it. */
    public void damaged(StreamException cause) {
        if (!isEndedByClosing()) {
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
