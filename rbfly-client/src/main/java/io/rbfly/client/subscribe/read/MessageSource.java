package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.subscribe.batch.BatchDecoder;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.protocol.chunk.Chunk;
import java.util.ArrayDeque;
import java.util.List;
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
    /** The reader, which is notified to check for messages to deliver. */
    private @Nullable MessageReader reader;
    /** Messages of one chunk that were returned and are the next ones again. */
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    /** Whether the message that was taken last was one of them. */
    private boolean wasHeld;
    /** What stands in place of the message that was taken last. */
    private @Nullable UnreadableBatch unreadable;
    /** The offset that was taken last, wanted or not. */
    private long last = ProcessedOffset.NONE;
    /** The time at which its chunk was written. */
    private long lastMillis;
    /** Whether a message was received since the start. */
    private boolean begun;
    /** The offset before the first message since the start. */
    private long beforeFirst = ProcessedOffset.NONE;
    /** The offset that was last returned to readers. */
    private long lastRead = ProcessedOffset.NONE;
    /** The one before it. */
    private long readBefore = ProcessedOffset.NONE;
    /** Whether no message is delivered, whatever the gate; written in any thread. */
    private volatile boolean stopped;
    /** Whether the message that was taken last was received before the source was emptied. */
    private boolean outdated;

    private @Nullable StreamException ended;

    /** A message, or an unreadable batch in its place. */
    private record Held(Message message, @Nullable UnreadableBatch unreadable) {}

    /**
     * Creates an empty source.
     *
     * @param gate controls whether messages are delivered
     * @param listener receives the events of chunks
     * @param decoder decompresses batches
     * @param postFilter drops messages, null if there is no filter function
     * @param processed records processed messages, null if that is not needed
     */
    public MessageSource(
            String stream,
            ReadGate gate,
            ChunkListener listener,
            BatchDecoder decoder,
            @Nullable PostFilter postFilter,
            @Nullable ProcessedOffset processed) {
        this.stream = stream;
        this.gate = gate;
        this.chunks = new ChunkQueue(stream, listener, this::damaged, decoder, this::serve);
        this.postFilter = postFilter;
        this.processed = processed;
    }

    /** The name of the stream. */
    public String stream() {
        return stream;
    }

    /** Sets the reader that is notified of new messages, and of the end. */
    void reader(MessageReader reader) {
        this.reader = reader;
    }

    private void serve() {
        if (reader != null) {
            reader.serve();
        }
    }

    /** Adds a chunk, of which messages before an offset (unsigned) are skipped. */
    public void add(Chunk chunk, long firstWanted) {
        if (ended == null) {
            if (!begun) {
                begun = true;
                boolean inside = Long.compareUnsigned(firstWanted, chunk.chunkId()) > 0;
                beforeFirst = (inside ? firstWanted : chunk.chunkId()) - 1;
            }
            chunks.add(chunk, firstWanted);
            serve();
        }
    }

    /**
     * Delivers no further message until {@link #proceed}, as of now: another thread may be about to deliver one. For
     * use in any thread.
     */
    public void stop() {
        stopped = true;
    }

    /** Whether no message is delivered until {@link #proceed}. */
    boolean isStopped() {
        return stopped;
    }

    /** Delivers messages again; for use in any thread. */
    public void proceed() {
        stopped = false;
    }

    /** Drops all messages that were not delivered. A message that waits for a retry is dropped, too. */
    public void drop() {
        chunks.drop();
        held.clear();
        outdated = true;
        if (reader != null) {
            reader.dropped(this);
        }
    }

    /** Runs a task when the application is not processing a message of this source in a loop, which may be now. */
    public void whenQuiet(Runnable task) {
        if (reader == null) {
            task.run();
        } else {
            reader.whenQuiet(this, task);
        }
    }

    /**
     * The offset of the last message that was delivered to readers who acknowledge messages themselves;
     * {@link ProcessedOffset#NONE} if there is none since the start.
     */
    public long lastRead() {
        return lastRead;
    }

    /** Starts again: messages that were delivered before are not counted as processed any more. */
    public void restart() {
        begun = false;
        beforeFirst = ProcessedOffset.NONE;
        last = ProcessedOffset.NONE;
        lastRead = ProcessedOffset.NONE;
        readBefore = ProcessedOffset.NONE;
    }

    /** Releases what is kept for decompressing, when it has ended and is read. */
    public void release() {
        chunks.release();
    }

    /** No more chunks follow. Received messages are still delivered, unless the application closed the subscription. */
    public void end(StreamException cause) {
        if (ended == null || cause instanceof ClosedException) {
            ended = cause;
        }
        if (isEndedByClosing()) {
            gate.close();
            chunks.clear();
            held.clear();
        }
        serve();
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
        if (stopped || !gate.isOpen()) {
            return null;
        }
        return held.isEmpty() ? taken(chunks.poll()) : takeHeld();
    }

    /** As {@link #take}, but only from the chunk of the message that was taken last. */
    @Nullable
    MessageView takeOfSameChunk() {
        if (stopped || !gate.isOpen()) {
            return null;
        }
        return held.isEmpty() ? taken(chunks.pollCurrent()) : takeHeld();
    }

    /**
     * Whether {@link #takeOfSameChunk} may return a message that belongs to the one that was taken last: one that was
     * given back together with it, or one of the same chunk, or portion of a chunk.
     */
    boolean mayHaveMore() {
        return wasHeld ? !held.isEmpty() : chunks.mayHaveMoreOfCurrent();
    }

    private Message takeHeld() {
        Held next = held.remove();
        wasHeld = true;
        taken(next.message, next.unreadable); // of the same chunk as the message that was taken last
        return next.message;
    }

    private @Nullable OpenChunk taken(@Nullable OpenChunk message) {
        if (message != null) {
            lastMillis = message.chunkMillis();
            wasHeld = false;
            taken(message, message.unreadable());
        }
        return message;
    }

    private void taken(MessageView message, @Nullable UnreadableBatch unreadable) {
        this.unreadable = unreadable;
        outdated = false;
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
            readBefore = lastRead;
            lastRead = last;
        } else if (processed != null && processed.reaches(lastRead)) {
            lastRead = last;
            processed();
        }
        return wanted;
    }

    /** The message that was taken last and all messages before it are processed. */
    void processed() {
        if (processed != null && last != ProcessedOffset.NONE) {
            processed.handled(last, lastMillis);
        }
    }

    /** Makes the message that was taken last the next one again. */
    void giveBack(Message message) {
        hold(new Held(message, unreadable));
        if (lastRead == last) {
            lastRead = readBefore;
        }
    }

    /** Makes the messages that were taken last the next ones again. */
    void giveBack(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            hold(new Held(messages.get(i), null));
        }
    }

    /** As {@link #giveBack(Message)}, as if the message was not taken: the last one has this offset again. */
    void putBack(Message message, long before) {
        hold(new Held(message, unreadable));
        unreadable = null;
        last = before;
    }

    private void hold(Held message) {
        if (!isEndedByClosing() && !outdated) {
            held.addFirst(message);
        }
    }

    /** The offset of the message that was taken last, {@link ProcessedOffset#NONE} if there is none. */
    long lastTaken() {
        return last;
    }

    /** The offset of the message that was taken last, empty if there is none. */
    public OptionalLong last() {
        return last == ProcessedOffset.NONE ? OptionalLong.empty() : OptionalLong.of(last);
    }

    /**
     * The offset of the message that was taken last, or else the one before the first message, which is
     * {@link ProcessedOffset#NONE} if it is the first of the stream; another value if none was received since the
     * start.
     */
    public long position(long otherwise) {
        return last != ProcessedOffset.NONE ? last : begun ? beforeFirst : otherwise;
    }

    private boolean isEndedByClosing() {
        return ended instanceof ClosedException;
    }

    private boolean isEmpty() {
        return held.isEmpty() && chunks.isEmpty();
    }
}
