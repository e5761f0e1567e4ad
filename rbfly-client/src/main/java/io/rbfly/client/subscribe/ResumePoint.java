package io.rbfly.client.subscribe;

import io.rbfly.client.api.Offset;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
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

    /** Clocks of brokers may differ by this much; those of one epoch are one clock. */
    private static final long CLOCK_DIFFERENCE_MILLIS = 1000;

    private Offset start;
    /** Whether {@link #next} counts. */
    private boolean known;

    private long next;
    /** Whether {@link #next} is where a chunk ended that was received. */
    private boolean isChunkEnd;
    /** Whether {@link #next} is behind what was read before, be it in another process. */
    private boolean resumes;
    /** Whether {@link #next} may turn out to be beyond the end of the stream. */
    private boolean mayBeBeyondEnd;
    /** When the last chunk was written that was received, and in which epoch. */
    private long lastMillis;

    private long lastEpoch;
    /** Whether no chunk came since the broker was asked. */
    private boolean isFirst;
    /** The offset behind the last chunk since the broker was asked. */
    private long endOfLast;
    /** The last chunk of the stream before this began; of it and those before nothing is wanted once that is known. */
    private long lastBefore = NO_CHUNK;

    ResumePoint(Offset start) {
        this.start = start;
        startAt(start);
    }

    private void startAt(Offset offset) {
        start = offset;
        if (offset.kind() == Offset.Kind.AT) {
            next = offset.value();
            known = true;
            mayBeBeyondEnd = true;
        }
    }

    /** The reference whose stored offset has to be asked for first, null when there is none or it is known. */
    @Nullable
    String reference() {
        return !known && start.kind() == Offset.Kind.STORED ? start.reference() : null;
    }

    /** The first offset after the stored one. */
    void stored(long offset) {
        continueAt(offset);
        mayBeBeyondEnd = true;
        resumes = true;
    }

    /** No offset is stored. */
    void notStored() {
        startAt(start.otherwise());
    }

    /** Whether the broker can be asked for an offset. */
    boolean isKnown() {
        return known;
    }

    /** Whether it matters where the stream ends. */
    boolean dependsOnEnd() {
        return !known && (isAtEnd() || start.kind() == Offset.Kind.TIMESTAMP);
    }

    /** The broker has not stored any message yet. */
    void emptyBefore() {
        continueAt(0);
    }

    /** Id of the last chunk that the broker has stored. */
    void lastBefore(long chunkId) {
        lastBefore = chunkId;
        if (start.kind() == Offset.Kind.NEXT) {
            continueAt(chunkId + 1);
        }
    }

    /** Whether the offset will be known when the broker has sent the chunk that it begins with, if there is one. */
    boolean isOpen() {
        return dependsOnEnd() && (isAtEnd() || lastBefore != NO_CHUNK);
    }

    /** The broker has sent the chunk that it begins with, or there is none: what comes now is new. */
    void settle() {
        if (isOpen()) {
            continueAt(lastBefore == NO_CHUNK ? 0 : lastBefore + 1);
        }
    }

    private boolean isAtEnd() {
        return start.kind() == Offset.Kind.LAST || start.kind() == Offset.Kind.NEXT;
    }

    private void continueAt(long offset) {
        next = offset;
        known = true;
    }

    /** What to ask the broker for. */
    OffsetSpec spec() {
        endOfLast = 0;
        isFirst = true;
        if (known) {
            return new OffsetSpec.At(next);
        } else if (isAtEnd()) {
            return new OffsetSpec.Last();
        } else if (start.kind() == Offset.Kind.TIMESTAMP) {
            return new OffsetSpec.Timestamp(start.value());
        }
        return new OffsetSpec.First();
    }

    /**
     * The offset that the next chunk should begin with, when all before were read; {@link ProcessedOffset#NONE} when
     * that is not known.
     */
    long expected() {
        return known && resumes ? next : ProcessedOffset.NONE;
    }

    /** When the chunk was written that was received last. */
    long lastMillis() {
        return lastMillis;
    }

    /**
     * Whether a chunk is one of another stream than those before, which was created under the same name: within a
     * stream, what lies before an offset is not younger than the chunk that ended there. A replica that lags behind
     * delivers older ones.
     */
    boolean isOfAnotherStream(Chunk chunk) {
        if (!isFirst || !known || !isChunkEnd || Long.compareUnsigned(chunk.chunkId(), next) >= 0) {
            return false;
        }
        int epochs = Long.compareUnsigned(chunk.epoch(), lastEpoch);
        long difference = chunk.timestamp() - lastMillis;
        return epochs > 0 || difference > (epochs == 0 ? 0 : CLOCK_DIFFERENCE_MILLIS);
    }

    /** Begins again at the first message, of another stream. */
    void beginAgain() {
        start = Offset.FIRST;
        known = false;
        isChunkEnd = false;
        resumes = false;
        mayBeBeyondEnd = false;
        lastBefore = NO_CHUNK;
    }

    /**
     * Moves behind a chunk; tells the first offset, unsigned, that is wanted of it, which is behind its end when
     * nothing is.
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
        isFirst = false;
        if (mayBeBeyondEnd && chunk.messageCount() != 0) {
            mayBeBeyondEnd = false;
            if (Long.compareUnsigned(end, next) <= 0) {
                next = chunk.chunkId(); // it was beyond the end, and this is what came next
            }
        }
        long firstWanted = firstWanted(chunk, end);
        if (!known) {
            lastBefore = NO_CHUNK; // it begins with this one, which may be far before the last
        }
        if (!known || Long.compareUnsigned(end, next) > 0) {
            continueAt(end);
            isChunkEnd = true;
            resumes = true;
            lastMillis = chunk.timestamp();
            lastEpoch = chunk.epoch();
        }
        return firstWanted;
    }

    /** The offset behind the last message of a chunk. */
    static long end(Chunk chunk) {
        return chunk.chunkId() + Integer.toUnsignedLong(chunk.messageCount());
    }

    private long firstWanted(Chunk chunk, long end) {
        if (!known) {
            return start.kind() == Offset.Kind.NEXT ? end : chunk.chunkId();
        }
        boolean before = lastBefore != NO_CHUNK && Long.compareUnsigned(chunk.chunkId(), lastBefore) <= 0;
        return before ? end : next;
    }
}
