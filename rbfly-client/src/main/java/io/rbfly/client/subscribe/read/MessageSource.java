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
 * The messages that are received from one stream and not read, in order, followed by the end. Used in the
 * subscription's serial executor only.
 */
public final class MessageSource {
    private final String stream;
    private final ReadGate gate;
    private final ChunkQueue chunks;
    private final @Nullable PostFilter postFilter;
    private final @Nullable ProcessedOffset processed;
    /** Notifies the reader, which checks for messages to deliver. */
    private Runnable reader = () -> {};
    /** A message that was returned and is the next one again. */
    private @Nullable Message held;
    /** The unreadable batch in place of that message. */
    private @Nullable UnreadableBatch heldUnreadable;
    /** What stands in place of the message that was taken last. */
    private @Nullable UnreadableBatch unreadable;
    /** The offset that was taken last, wanted or not. */
    private long last = ProcessedOffset.NONE;
    /** The time at which its chunk was written. */
    private long lastMillis;
    /** The offset that was last returned to readers. */
    private long lastRead = ProcessedOffset.NONE;

    private @Nullable StreamException ended;

    /**
     * Creates an empty source.
     *
     * @param gate controls whether messages are delivered
     * @param listener receives the events of chunks
     * @param postFilter drops messages, null if there is no filter function
     * @param processed records processed messages, null if that is not needed
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

    /** Sets the action that is called when there are new messages, or at the end. */
    void reader(Runnable reader) {
        this.reader = reader;
    }

    /** Adds a chunk, of which messages before an offset (unsigned) are skipped. */
    public void add(Chunk chunk, long firstWanted) {
        if (ended == null) {
            chunks.add(chunk, firstWanted);
            reader.run();
        }
    }

    /** No more chunks follow. Received messages are still delivered, unless the application closed the subscription. */
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

    /**
     * Received messages cannot be read any further. This precedes the exception that ended the subscription after them.
     */
    private void damaged(StreamException cause) {
        if (!isEndedByClosing()) {
            ended = cause;
        }
    }

    /**
     * Returns the next received message, wanted or not, null if there is none. It is valid until the next call. It may
     * stand for an unreadable batch, see {@link #unreadable}.
     */
    @Nullable
    MessageView take() {
        if (!gate.isOpen()) {
            return null;
        }
        return held != null ? takeHeld() : taken(chunks.poll());
    }

    /** As {@link #take}, but only from the chunk of the message that was taken last. */
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

    /** The exception with which it ended, null if it has not. */
    @Nullable
    StreamException ended() {
        return ended;
    }

    /** Whether it has ended and no message can be taken. */
    boolean isFinished() {
        return ended != null && (isEndedByClosing() || gate.isOpen() && isEmpty());
    }

    /** Whether it has ended and all messages are read, whether or not it is paused. */
    boolean isRead() {
        return ended != null && isEmpty();
    }

    /** The unreadable batch in place of the message that was taken last. */
    @Nullable
    UnreadableBatch unreadable() {
        return unreadable;
    }

    /**
     * Whether the message that was taken last passes the filter, and is therefore delivered to a reader, who
     * acknowledges it. If this fails, the message after it is the next.
     *
     * @throws StreamException if it is an unreadable batch, or if the filter's function failed
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

    /** The message that was taken last and all messages before it are processed. */
    void processed() {
        if (processed != null) {
            processed.handled(last, lastMillis);
        }
    }

    /** Makes the message that was taken last the next one again. */
    void giveBack(Message message) {
        held = isEndedByClosing() ? null : message;
        heldUnreadable = unreadable;
    }

    /** The offset of the message that was taken last, empty if there is none. */
    public OptionalLong last() {
        return last == ProcessedOffset.NONE ? OptionalLong.empty() : OptionalLong.of(last);
    }

    private boolean isEndedByClosing() {
        return ended instanceof ClosedException;
    }

    private boolean isEmpty() {
        return held == null && chunks.isEmpty();
    }
}
