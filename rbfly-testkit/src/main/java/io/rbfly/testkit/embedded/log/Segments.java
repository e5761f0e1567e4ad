package io.rbfly.testkit.embedded.log;

import java.util.ArrayDeque;
import java.util.Deque;

/** The parts of a log that are deleted as a whole. */
final class Segments {
    private final Retention retention;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private long bytes;

    private static final class Segment {
        private int chunks;
        private long bytes;
        private long lastTimestamp;
    }

    Segments(Retention retention) {
        this.retention = retention;
    }

    /** The size of all chunks. */
    long bytes() {
        return bytes;
    }

    /** Whether the next chunk begins another segment than the first. */
    boolean isFull() {
        return !segments.isEmpty() && segments.getLast().bytes >= retention.segmentBytes();
    }

    /** Adds a chunk at the end; true if it began another segment than the first. */
    boolean add(StoredChunk chunk) {
        boolean next = isFull();
        if (next || segments.isEmpty()) {
            segments.add(new Segment());
        }
        Segment segment = segments.getLast();
        segment.chunks++;
        segment.bytes += chunk.bytes();
        segment.lastTimestamp = chunk.chunk().timestamp();
        bytes += chunk.bytes();
        return next;
    }

    /**
     * Takes out the last chunk.
     *
     * @param timestampBefore that of the chunk before it
     */
    void removeLast(StoredChunk chunk, long timestampBefore) {
        Segment segment = segments.getLast();
        segment.bytes -= chunk.bytes();
        segment.lastTimestamp = timestampBefore;
        bytes -= chunk.bytes();
        if (--segment.chunks == 0) {
            segments.removeLast();
        }
    }

    /**
     * Deletes the segments that have expired, never the last one.
     *
     * @param deletable the number of chunks that may be deleted
     * @return the number of chunks that were
     */
    int expire(long now, long deletable) {
        int deleted = 0;
        while (segments.size() > 1 && deleted + segments.getFirst().chunks <= deletable && isExpired(now)) {
            Segment segment = segments.removeFirst();
            bytes -= segment.bytes;
            deleted += segment.chunks;
        }
        return deleted;
    }

    private boolean isExpired(long now) {
        return isExpired(segments.getFirst().lastTimestamp, now, 0);
    }

    /**
     * Whether something at the beginning is to be deleted.
     *
     * @param more bytes that are to be added
     */
    boolean isExpired(long timestamp, long now, long more) {
        return retention.maxBytes() != null && bytes + more > retention.maxBytes()
                || retention.maxAge() != null
                        && now - timestamp > retention.maxAge().toMillis();
    }

    /** Takes out the first chunk. */
    void removeFirst(StoredChunk chunk) {
        Segment segment = segments.getFirst();
        segment.bytes -= chunk.bytes();
        bytes -= chunk.bytes();
        if (--segment.chunks == 0) {
            segments.removeFirst();
        }
    }
}
