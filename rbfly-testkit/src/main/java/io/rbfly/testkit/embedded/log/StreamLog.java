package io.rbfly.testkit.embedded.log;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of a stream: a sequence of chunks, of which those before the commit index are stored for good and can be
 * read.
 *
 * <p>A chunk is found by its index, which counts from the first chunk ever; retention removes chunks but does not
 * change the indices of others.
 */
public final class StreamLog {
    private static final long NONE = -1;

    private final Retention retention;
    private final ChunkSequence chunks;
    private final Segments segments;
    private PendingChunk pending = new PendingChunk();
    /** What is tracked before the pending chunk, if this begins a segment. */
    private @Nullable Tracking snapshot;
    /** What is tracked after the pending chunk. */
    private Tracking tracking = new Tracking();

    private Tracking committedTracking = new Tracking();
    private long commitIndex;
    private Runnable committed = () -> {};

    /**
     * Creates an empty log.
     *
     * @param memoryChanges is told by how many bytes the memory of its chunks grows or shrinks
     */
    public StreamLog(Retention retention, LongConsumer memoryChanges) {
        this.retention = retention;
        this.chunks = new ChunkSequence(memoryChanges);
        this.segments = new Segments(retention);
    }

    /**
     * Whether a named publisher has written a message with the same or a higher id, so that this one is not to be
     * stored.
     *
     * @param reference the name of the publisher
     * @param publishingId unsigned
     */
    public boolean isDuplicate(String reference, long publishingId) {
        Tracking.Sequence sequence = tracking.sequence(reference);
        return sequence != null && Long.compareUnsigned(publishingId, sequence.publishingId()) <= 0;
    }

    /**
     * Adds an entry to the next chunk.
     *
     * @param from where the entry is, in the layout that a chunk stores
     * @param filterValue null or empty for none
     * @param reference the name of the publisher, empty for none
     */
    public void add(
            ByteBuf from,
            int position,
            int length,
            int messageCount,
            @Nullable String filterValue,
            String reference,
            long publishingId) {
        beginChunk();
        pending.add(from, position, length, messageCount, filterValue);
        if (!reference.isEmpty()) {
            long end = chunks.endIndex() + (snapshot == null ? 1 : 2);
            Tracking.Sequence sequence = new Tracking.Sequence(publishingId, end);
            tracking.setSequence(reference, sequence);
            pending.tracked().setSequence(reference, sequence);
        }
    }

    /** Stores the offset of a consumer with the next chunk. */
    public void storeOffset(String reference, long offset) {
        beginChunk();
        tracking.setOffset(reference, offset);
        pending.tracked().setOffset(reference, offset);
    }

    /** A segment begins with everything that is tracked, so that nothing is lost with the segments before it. */
    private void beginChunk() {
        if (pending.isEmpty() && segments.isFull() && !tracking.isEmpty()) {
            tracking.prune(chunks.get(chunks.firstIndex()).firstOffset());
            snapshot = tracking.copy();
        }
    }

    /** The number of entries in the next chunk. */
    public int pendingEntries() {
        return pending.entries();
    }

    /**
     * Writes the next chunk, if it has anything. It cannot be read before it is committed.
     *
     * @param timestamp milliseconds since 1970
     * @param epoch the term of the leader
     * @return the index after it
     */
    public long write(long timestamp, long epoch) {
        if (snapshot != null) {
            append(StoredChunk.ofTracking(snapshot, true, chunks.endOffset(), timestamp, epoch), timestamp);
            snapshot = null;
        }
        if (!pending.isEmpty()) {
            append(pending.seal(chunks.endOffset(), timestamp, epoch, retention.filterBytes()), timestamp);
            pending = new PendingChunk();
        }
        return chunks.endIndex();
    }

    /** Appends a chunk. Brokers look for expired segments whenever they begin one. */
    private void append(StoredChunk chunk, long now) {
        chunks.add(chunk);
        if (segments.add(chunk)) {
            chunks.removeFirst(segments.expire(now, commitIndex - chunks.firstIndex()));
        }
    }

    /**
     * Deletes chunks one by one that the retention would delete later, with their segments: for a broker whose memory
     * is used up.
     *
     * @param more bytes that are to be added to this log
     */
    public void expire(long now, long more) {
        int expired = 0;
        for (long index = chunks.firstIndex(); index < commitIndex; index++) {
            StoredChunk chunk = chunks.get(index);
            if (!segments.isExpired(chunk.chunk().timestamp(), now, more)) {
                break;
            }
            segments.removeFirst(chunk);
            expired++;
        }
        chunks.removeFirst(expired);
    }

    /** The memory that a further entry takes, about, in bytes. */
    public long memoryFor(int length) {
        return length + (pending.isEmpty() ? StoredChunk.OVERHEAD : 0);
    }

    /** Sets what is called when chunks were committed, before any client is told. */
    public void whenCommitted(Runnable action) {
        committed = action;
    }

    /** Makes all chunks before an index readable, and what they track permanent. */
    public void commit(long index) {
        for (; commitIndex < index; commitIndex++) {
            committedTracking.apply(chunks.get(commitIndex));
        }
        committed.run();
    }

    /**
     * Removes what is not committed, as the loss of a leader may, but for some chunks that other nodes have.
     *
     * @param survivors the number of uncommitted chunks that are kept
     */
    public void truncate(int survivors) {
        pending = new PendingChunk();
        snapshot = null;
        while (chunks.endIndex() - commitIndex > survivors) {
            StoredChunk chunk = chunks.removeLast();
            segments.removeLast(chunk, chunks.isEmpty() ? 0 : last().chunk().timestamp());
        }
        tracking = committedTracking.copy();
        for (long index = commitIndex; index < chunks.endIndex(); index++) {
            tracking.apply(chunks.get(index));
        }
    }

    /** The index after the last chunk that was written. */
    public long endIndex() {
        return chunks.endIndex();
    }

    /** The index after the last chunk that can be read. */
    public long commitIndex() {
        return commitIndex;
    }

    /** The index of the first chunk that the retention has left. */
    public long firstIndex() {
        return chunks.firstIndex();
    }

    /** The committed chunk at an index that is not below the first. */
    public StoredChunk chunk(long index) {
        if (index < chunks.firstIndex() || index >= commitIndex) {
            throw new IndexOutOfBoundsException(
                    index + " (expected: " + chunks.firstIndex() + " to " + (commitIndex - 1) + ")");
        }
        return chunks.get(index);
    }

    private StoredChunk last() {
        return chunks.get(chunks.endIndex() - 1);
    }

    /** The first offset of the newest committed chunk, which may be one that only tracks; 0 if there is none. */
    public long committedChunkId() {
        return commitIndex > chunks.firstIndex() ? chunk(commitIndex - 1).firstOffset() : 0;
    }

    /** The size of the chunks that counts for the retention, in bytes. */
    public long bytes() {
        return segments.bytes();
    }

    /** The memory that the chunks take, about, in bytes. */
    public long memory() {
        return chunks.memory();
    }

    /** The highest publishing id of a named publisher. */
    public OptionalLong sequence(String reference) {
        Tracking.Sequence sequence = tracking.sequence(reference);
        return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence.publishingId());
    }

    /**
     * The index before which everything must be committed until duplicates of a named publisher are confirmed: that
     * after its last chunk, even if the duplicate is older.
     */
    public long sequenceEnd(String reference) {
        Tracking.Sequence sequence = tracking.sequence(reference);
        return sequence == null ? 0 : sequence.endIndex();
    }

    /** The stored offset of a named consumer. */
    public OptionalLong storedOffset(String reference) {
        return tracking.offset(reference);
    }

    /**
     * The index of the chunk with which a subscription starts, {@link #endIndex} for future chunks. Chunks that are not
     * committed yet count: "next" does not mean them.
     */
    public long find(OffsetSpec spec) {
        return chunks.find(spec);
    }

    /** The offset at which a subscription would start, for ResolveOffsetSpec. */
    public long resolve(OffsetSpec spec) {
        long index = chunks.find(spec);
        return index < chunks.endIndex() ? chunks.get(index).firstOffset() : chunks.endOffset();
    }

    /** The numbers that StreamStats reports; -1 where there is no chunk. Chunks that only track count. */
    public Map<String, Long> statistics() {
        boolean committed = commitIndex > chunks.firstIndex();
        boolean any = !chunks.isEmpty();
        Map<String, Long> statistics = new LinkedHashMap<>();
        statistics.put(StreamStats.COMMITTED_CHUNK_ID, committed ? committedChunkId() : NONE);
        statistics.put(
                StreamStats.COMMITTED_OFFSET, committed ? chunk(commitIndex - 1).endOffset() - 1 : NONE);
        statistics.put(
                StreamStats.FIRST_CHUNK_ID,
                any ? chunks.get(chunks.firstIndex()).firstOffset() : NONE);
        statistics.put(StreamStats.LAST_CHUNK_ID, any ? last().firstOffset() : NONE);
        return statistics;
    }
}
