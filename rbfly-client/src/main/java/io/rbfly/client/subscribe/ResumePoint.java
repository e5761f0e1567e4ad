package io.rbfly.client.subscribe;

import io.rbfly.client.api.Offset;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.OffsetSpec;
import io.rbfly.protocol.wire.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Where a subscription begins, and after that where it would go on: behind the last chunk that was received. What was
 * received is read, whatever happens to the connection, so nothing is lost and nothing comes twice.
 *
 * <p>The end of a stream moves, so one that begins there fixes its offset before it is handed out, see
 * {@link StartQuery}: by the last chunk that the broker knows of, or by the one that it sends first.
 */
final class ResumePoint {
    private static final long NO_CHUNK = -1;

    private final Offset start;
    /** Whether {@link #next} counts. */
    private boolean known;

    private long next;
    /** The offset behind the last chunk since the broker was asked. */
    private long endOfLast;
    /** The last chunk of the stream before this began; of it and those before nothing is wanted once that is known. */
    private long lastBefore = NO_CHUNK;

    ResumePoint(Offset start) {
        this.start = start;
        if (start instanceof Offset.At at) {
            next = at.value();
            known = true;
        }
    }

    /** The reference whose stored offset has to be asked for first, null when there is none or it is known. */
    @Nullable
    String reference() {
        return !known && start instanceof Offset.Stored stored ? stored.reference() : null;
    }

    /** The first offset after the stored one. */
    void stored(long offset) {
        goOnAt(offset);
    }

    /** Whether the broker can be asked for an offset. */
    boolean isKnown() {
        return known;
    }

    /** Whether it matters where the stream ends. */
    boolean dependsOnEnd() {
        return !known && (isAtEnd() || start instanceof Offset.Timestamp);
    }

    /** The broker has not stored any message yet. */
    void emptyBefore() {
        goOnAt(0);
    }

    /** Id of the last chunk that the broker has stored. */
    void lastBefore(long chunkId) {
        lastBefore = chunkId;
        if (start instanceof Offset.Next) {
            goOnAt(chunkId + 1);
        }
    }

    /** Whether the offset will be known when the broker has sent the chunk that it begins with, if there is one. */
    boolean isOpen() {
        return dependsOnEnd() && (isAtEnd() || lastBefore != NO_CHUNK);
    }

    /** The broker has sent the chunk that it begins with, or there is none: what comes now is new. */
    void settle() {
        if (isOpen()) {
            goOnAt(lastBefore == NO_CHUNK ? 0 : lastBefore + 1);
        }
    }

    private boolean isAtEnd() {
        return start instanceof Offset.Last || start instanceof Offset.Next;
    }

    private void goOnAt(long offset) {
        next = offset;
        known = true;
    }

    /** What to ask the broker for. */
    OffsetSpec spec() {
        endOfLast = 0;
        if (known) {
            return new OffsetSpec.At(next);
        } else if (isAtEnd()) {
            return new OffsetSpec.Last();
        } else if (start instanceof Offset.Timestamp timestamp) {
            return new OffsetSpec.Timestamp(timestamp.value().toEpochMilli());
        }
        return new OffsetSpec.First();
    }

    /**
     * Goes past a chunk; tells the first offset, unsigned, that is wanted of it, which is behind its end when nothing is.
     *
     * @throws ProtocolException when it begins before the end of the last one, so that one of both has a wrong offset
     */
    long advance(Chunk chunk) {
        if (Long.compareUnsigned(chunk.chunkId(), endOfLast) < 0) {
            throw new ProtocolException("offset " + Long.toUnsignedString(chunk.chunkId()) + " (expected: at least "
                    + Long.toUnsignedString(endOfLast) + ", where the last chunk ended)");
        }
        long end = end(chunk);
        endOfLast = end;
        long firstWanted = firstWanted(chunk, end);
        if (!known) {
            lastBefore = NO_CHUNK; // it begins with this one, which may be far before the last
        }
        if (!known || Long.compareUnsigned(end, next) > 0) {
            goOnAt(end);
        }
        return firstWanted;
    }

    /** The offset behind the last message of a chunk. */
    static long end(Chunk chunk) {
        return chunk.chunkId() + Integer.toUnsignedLong(chunk.messageCount());
    }

    private long firstWanted(Chunk chunk, long end) {
        if (!known) {
            return start instanceof Offset.Next ? end : chunk.chunkId();
        }
        boolean before = lastBefore != NO_CHUNK && Long.compareUnsigned(chunk.chunkId(), lastBefore) <= 0;
        return before ? end : next;
    }
}
