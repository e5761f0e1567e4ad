package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.protocol.chunk.Chunk;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What was received of one stream and is not read yet, one message after the other, and the end behind it. Used in the
 * subscription's serial executor only.
 */
public final class MessageSource {
    private final String stream;
    private final ReadGate gate;
    private final ChunkQueue chunks;
    private final @Nullable PostFilter postFilter;
    private final @Nullable ProcessedOffset processed;
    /** The reader, which looks whether there is something for the application. */
    private Runnable reader = () -> {};
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

    /**
     * A source without messages.
     *
     * @param gate what lets messages through
     * @param listener told what becomes of chunks
     * @param postFilter what drops messages, null when nothing does
     * @param processed told of messages that are processed, null when nobody wants to know
     */
    public MessageSource(
            String stream,
            ReadGate gate,
            ChunkListener listener,
            @Nullable PostFilter postFilter,
            @Nullable ProcessedOffset processed) {
        this.stream = stream;
        this.gate = gate;
        this.chunks = new ChunkQueue(stream, listener, this::damaged);
        this.postFilter = postFilter;
        this.processed = processed;
    }

    /** The name of the stream. */
    public String stream() {
        return stream;
    }

    /** Sets who is to look for messages when there are new ones, or at the end. */
    void reader(Runnable reader) {
        this.reader = reader;
    }

    /** Adds a chunk, of which messages before an offset (unsigned) are not wanted. */
    public void add(Chunk chunk, long firstWanted) {
        if (ended == null) {
            chunks.add(chunk, firstWanted);
            reader.run();
        }
    }

    /** No more chunks will come. What is here is still handed out, unless the application closed the subscription. */
    public void end(StreamException cause) {
        if (ended == null || cause instanceof ClosedException) {
            ended = cause;
        }
        if (isEndedByClosing()) {
            gate.close();
            chunks.clear();
            held = null;
        }
        reader.run();
    }

    /** What is here cannot be read any further, which comes before whatever ended the subscription behind it. */
    private void damaged(StreamException cause) {
        if (!isEndedByClosing()) {
            ended = cause;
        }
    }

    /**
     * The next message that is here, wanted or not, null when there is none. It is valid until the next one is asked
     * for. It may stand for a batch that cannot be read, see {@link #unreadable}.
     */
    @Nullable
    MessageView take() {
        if (!gate.isOpen()) {
            return null;
        }
        return held != null ? takeHeld() : taken(chunks.poll());
    }

    /** As {@link #take}, but only of the chunk of the message that was taken last. */
    @Nullable
    MessageView takeOfSameChunk() {
        if (!gate.isOpen()) {
            return null;
        }
        return held != null ? takeHeld() : taken(chunks.pollCurrent());
    }

    private @Nullable Message takeHeld() {
        Message message = held;
        if (message != null) {
            held = null;
            taken(message, heldUnreadable); // of the same chunk as the message that was taken last
        }
        return message;
    }

    private @Nullable OpenChunk taken(@Nullable OpenChunk message) {
        if (message != null) {
            lastMillis = message.chunkMillis();
            taken(message, message.unreadable());
        }
        return message;
    }

    private void taken(MessageView message, @Nullable UnreadableBatch unreadable) {
        this.unreadable = unreadable;
        last = unreadable == null ? message.offset() : unreadable.lastOffset();
    }

    /** What it ended with, null while it has not. */
    @Nullable
    StreamException ended() {
        return ended;
    }

    /** Whether it ended and there is nothing more to take. */
    boolean isFinished() {
        return ended != null && (isEndedByClosing() || gate.isOpen() && isEmpty());
    }

    /** Whether it ended and all is read, be it paused or not. */
    boolean isRead() {
        return ended != null && isEmpty();
    }

    /** What stands in place of the message that was taken last, null when it is one. */
    @Nullable
    UnreadableBatch unreadable() {
        return unreadable;
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
        } else if (processed != null && processed.reaches(lastRead)) {
            lastRead = last;
            processed();
        }
        return wanted;
    }

    /** The message that was taken last, and all before it, are processed. */
    void processed() {
        if (processed != null) {
            processed.handled(last, lastMillis);
        }
    }

    /** The message that was taken last is the next one again. */
    void giveBack(Message message) {
        held = isEndedByClosing() ? null : message;
        heldUnreadable = unreadable;
    }

    /** Offset of the message that was taken last, empty when none was. */
    OptionalLong last() {
        return last == ProcessedOffset.NONE ? OptionalLong.empty() : OptionalLong.of(last);
    }

    private boolean isEndedByClosing() {
        return ended instanceof ClosedException;
    }

    private boolean isEmpty() {
        return held == null && chunks.isEmpty();
    }
}
