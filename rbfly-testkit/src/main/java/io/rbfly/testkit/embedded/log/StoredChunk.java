package io.rbfly.testkit.embedded.log;

import io.rbfly.protocol.chunk.Chunk;
import java.util.Set;

/** A chunk in a log, with what decides whether a filter matches it, and what it tracks. */
public final class StoredChunk {
    /** The types of chunks that only track offsets and sequences; they are delivered on request only. */
    private static final int TRACKING_TYPE = 1;

    private static final int SNAPSHOT_TYPE = 2;
    private static final int HEADER_LENGTH = 48;
    /** What the objects of a chunk take in the heap, measured with chunks of one short message. */
    static final int OVERHEAD = 450;

    private static final int NAME_OVERHEAD = 150;

    private final Chunk chunk;
    private final Set<String> filterValues;
    private final boolean hasUnfiltered;
    private final Tracking tracked;

    /**
     * @param filterValues the filter values of its messages; empty if none has one
     * @param hasUnfiltered whether it has messages without filter value
     * @param tracked what it changes, or for a snapshot everything; not to be modified
     */
    StoredChunk(Chunk chunk, Set<String> filterValues, boolean hasUnfiltered, Tracking tracked) {
        this.chunk = chunk;
        this.filterValues = filterValues;
        this.hasUnfiltered = hasUnfiltered;
        this.tracked = tracked;
    }

    /** A chunk without messages, which uses up an offset all the same. */
    static StoredChunk ofTracking(Tracking tracked, boolean snapshot, long offset, long timestamp, long epoch) {
        int type = snapshot ? SNAPSHOT_TYPE : TRACKING_TYPE;
        Chunk.Header header = new Chunk.Header(type, 1, 1, timestamp, epoch, offset, 0, 0);
        return new StoredChunk(Chunk.of(header, tracked.entry()), Set.of(), false, tracked);
    }

    /** Its header and data. */
    public Chunk chunk() {
        return chunk;
    }

    /** The filter values of its messages; empty if none has one. */
    Set<String> filterValues() {
        return filterValues;
    }

    /** Whether it has messages without filter value. */
    boolean hasUnfiltered() {
        return hasUnfiltered;
    }

    /** What it changes, or for a snapshot everything. */
    Tracking tracked() {
        return tracked;
    }

    /** The offset of its first message. */
    public long firstOffset() {
        return chunk.chunkId();
    }

    /** The offset of the first message after it. */
    public long endOffset() {
        return chunk.chunkId() + Integer.toUnsignedLong(chunk.messageCount());
    }

    /** Whether it has messages of users. */
    public boolean isUserChunk() {
        return chunk.type() == Chunk.USER_TYPE;
    }

    /** Whether it repeats everything that is tracked, at the beginning of a segment. */
    boolean isSnapshot() {
        return chunk.type() == SNAPSHOT_TYPE;
    }

    /** The memory that it takes, about. */
    long memory() {
        return OVERHEAD + NAME_OVERHEAD * (long) (filterValues.size() + tracked.size()) + chunk.dataLength();
    }

    /** The size that counts for the retention of a stream. */
    long bytes() {
        return HEADER_LENGTH + chunk.dataLength() + chunk.trailerLength() + chunk.filterSize();
    }
}
