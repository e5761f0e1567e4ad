package io.rbfly.client.subscribe;

import io.rbfly.client.api.Offset;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a subscription starts, and later where it resumes: after the last received chunk. Received messages are read
 * whatever happens to the connection, so none is lost or delivered twice.
 *
 * <p>The end of a stream moves, so a subscription that starts there determines its offset before it is returned, see
 * {@link StartQuery}: by the last chunk that the broker has stored, or by the first one that it sends.
 */
final class ResumePoint {
    private static final long NO_CHUNK = -1;

    /** The maximum difference between clocks; chunks of one epoch have one clock. */
    private static final long CLOCK_DIFFERENCE_MILLIS = 1000;

    private final LongSupplier clock;
    private Offset start;
    /** Whether chunks may be received twice. */
    private boolean mayRepeat;
    /** Whether {@link #next} is valid. */
    private boolean known;

    private long next;
    /** Whether {@link #next} is the end of a received chunk. */
    private boolean isChunkEnd;
    /** Whether {@link #next} follows an offset that was read before, possibly by another process. */
    private boolean resumes;
    /** Whether {@link #next} may be beyond the end of the stream. */
    private boolean mayBeBeyondEnd;
    /** The time at which the last received chunk was written; its epoch follows. */
    private long lastMillis;

    private long lastEpoch;
    /** Whether no chunk was received since the Subscribe request. */
    private boolean isFirst;
    /** The offset after the last chunk since the Subscribe request. */
    private long endOfLast;
    /**
     * The last chunk that the stream had before the subscription started. When it is known, no message up to its end is
     * wanted. It is forgotten when a later one is received.
     */
    private long lastBefore = NO_CHUNK;
    /** Whether {@link #lastBefore} may be lost, so that chunks with lower offsets replace it. */
    private boolean lastMayBeLost;
    /** When {@link #lastBefore} was the last chunk. */
    private long lastBeforeMillis;

    /** Creates it with the time in milliseconds since 1970. */
    ResumePoint(Offset start, LongSupplier clock) {
        this.clock = clock;
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

    /**
     * Starts again at an offset, independently of what was received before, as the active consumer of a group. Its
     * broker may begin to deliver more than once.
     */
    void restart(Offset offset) {
        beginAgain();
        lastMayBeLost = false;
        mayRepeat = true;
        startAt(offset);
    }

    /**
     * As {@link #restart}, after an offset that a member of the group has processed. A replica that lags behind may
     * deliver earlier chunks first.
     */
    void restartAfter(long offset) {
        restart(Offset.FIRST);
        stored(offset + 1);
        mayBeBeyondEnd = false;
    }

    /** The reference whose stored offset must be queried first, null if there is none or it is known. */
    @Nullable
    String reference() {
        return !known && start.kind() == Offset.Kind.STORED ? start.reference() : null;
    }

    /** An offset is stored: this is the first one after it. */
    void stored(long offset) {
        continueAt(offset);
        mayBeBeyondEnd = true;
        resumes = true;
    }

    /** No offset is stored. */
    void notStored() {
        startAt(start.otherwise());
    }

    /** Whether the broker can be asked for a certain offset. */
    boolean isKnown() {
        return known;
    }

    /** Whether the start depends on the end of the stream. */
    boolean dependsOnEnd() {
        return !known && (isAtEnd() || start.kind() == Offset.Kind.TIMESTAMP);
    }

    /** The broker has not stored any message yet. */
    void emptyBefore() {
        continueAt(0);
    }

    /**
     * The broker's last chunk has this id. If it may not be committed, it may yet be delivered, or be lost with the
     * leader and replaced by others. A subscription to the last chunk starts with it, or with what is there instead;
     * one from a point in time asks for it again.
     */
    void lastBefore(long chunkId, boolean committed) {
        if (!committed && start.kind() == Offset.Kind.LAST) {
            continueAt(chunkId);
            mayBeBeyondEnd = true;
            return;
        } else if (!committed && start.kind() == Offset.Kind.TIMESTAMP) {
            return;
        }
        lastBefore = chunkId;
        lastMayBeLost = !committed;
        lastBeforeMillis = clock.getAsLong();
        if (start.kind() == Offset.Kind.NEXT) {
            continueAt(chunkId + 1);
            mayBeBeyondEnd = lastMayBeLost;
        }
    }

    /** Whether the offset will be known when the broker has sent the chunk with which it starts, if there is one. */
    boolean isOpen() {
        return dependsOnEnd() && (isAtEnd() || lastBefore != NO_CHUNK);
    }

    /** The broker has sent the chunk with which it starts, or there is none: later chunks are new. */
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

    /** Returns the offset for the Subscribe request. */
    OffsetSpec spec() {
        endOfLast = 0;
        isFirst = true;
        if (known) {
            return new OffsetSpec.At(lastMayBeLost && lastBefore != NO_CHUNK ? lastBefore : next);
        } else if (isAtEnd()) {
            return new OffsetSpec.Last();
        } else if (start.kind() == Offset.Kind.TIMESTAMP) {
            return new OffsetSpec.Timestamp(start.value());
        }
        return new OffsetSpec.First();
    }

    /**
     * The offset with which the next chunk should start if no message is missing; {@link ProcessedOffset#NONE} if that
     * is unknown.
     */
    long expected() {
        return known && resumes ? next : ProcessedOffset.NONE;
    }

    /** The offset at which it starts or resumes, {@link ProcessedOffset#NONE} while it is unknown. */
    long next() {
        return known ? next : ProcessedOffset.NONE;
    }

    /**
     * The offset that is stored under a reference and after which it starts, {@link ProcessedOffset#NONE} if it starts
     * elsewhere, or has received a chunk.
     */
    long startedAfter(String reference) {
        boolean isStored = start.kind() == Offset.Kind.STORED && reference.equals(start.reference());
        return isStored && known && !isChunkEnd ? next - 1 : ProcessedOffset.NONE;
    }

    /** The offset of the last received message, {@link ProcessedOffset#NONE} if there is none. */
    long lastReceived() {
        return known && isChunkEnd ? next - 1 : ProcessedOffset.NONE;
    }

    /** Whether a chunk of the stream was received since the Subscribe request. */
    boolean hasReceived() {
        return !isFirst;
    }

    /** The time at which the last received chunk was written. */
    long lastMillis() {
        return lastMillis;
    }

    /**
     * Whether a chunk belongs to another stream, which was created under the same name: within a stream, a chunk before
     * an offset is not younger than the chunk that ended there. A replica that lags behind delivers older ones.
     */
    boolean isOfAnotherStream(Chunk chunk) {
        if (!isFirst || !known || !isChunkEnd || Long.compareUnsigned(chunk.chunkId(), next) >= 0) {
            return false;
        }
        int epochs = Long.compareUnsigned(chunk.epoch(), lastEpoch);
        long difference = chunk.timestamp() - lastMillis;
        return epochs > 0 || difference > (epochs == 0 ? 0 : CLOCK_DIFFERENCE_MILLIS);
    }

    /** Starts again at the first message of another stream. */
    void beginAgain() {
        start = Offset.FIRST;
        known = false;
        isChunkEnd = false;
        resumes = false;
        mayBeBeyondEnd = false;
        lastBefore = NO_CHUNK;
    }

    /**
     * Advances to the end of a chunk. Returns its first wanted offset, unsigned, which is after its end if no message
     * is wanted.
     *
     * @throws ProtocolException if it starts before the end of the previous one, so that one of them has a wrong offset
     */
    long advance(Chunk chunk) {
        if (!mayRepeat && Long.compareUnsigned(chunk.chunkId(), endOfLast) < 0) {
            throw new ProtocolException("offset " + Long.toUnsignedString(chunk.chunkId()) + " (expected: at least "
                    + Long.toUnsignedString(endOfLast) + ", where the last chunk ended)");
        }
        long end = end(chunk);
        endOfLast = end;
        isFirst = false;
        if (isOfStreamSince(chunk)) {
            lastBefore = NO_CHUNK;
            continueAt(chunk.chunkId());
        }
        if (mayBeBeyondEnd && chunk.messageCount() != 0) {
            mayBeBeyondEnd = false;
            if (Long.compareUnsigned(end, next) <= 0) {
                next = chunk.chunkId(); // the offset was beyond the end of the stream: start with this chunk
            }
        }
        long firstWanted = firstWanted(chunk, end);
        if (lastMayBeLost) {
            lastBefore = NO_CHUNK; // whatever this chunk is, it decides
        }
        if (!known || Long.compareUnsigned(end, next) > 0) {
            lastBefore = NO_CHUNK; // this chunk may be far before it, if the start was not known
            continueAt(end);
            isChunkEnd = true;
            resumes = true;
            lastMillis = chunk.timestamp();
            lastEpoch = chunk.epoch();
        }
        return firstWanted;
    }

    /** The offset after the last message of a chunk. */
    static long end(Chunk chunk) {
        return chunk.chunkId() + Integer.toUnsignedLong(chunk.messageCount());
    }

    private long firstWanted(Chunk chunk, long end) {
        if (!known) {
            return start.kind() == Offset.Kind.NEXT ? end : chunk.chunkId();
        }
        if (lastBefore == NO_CHUNK || Long.compareUnsigned(chunk.chunkId(), lastBefore) > 0) {
            return next;
        }
        if (lastMayBeLost) {
            return isNew(chunk) ? chunk.chunkId() : end;
        }
        boolean isAfter = chunk.chunkId() != lastBefore && Long.compareUnsigned(end, lastBefore) > 0;
        return isAfter ? next : end; // another stream has a chunk around that offset
    }

    /**
     * Whether nothing was read of the stream that had {@link #lastBefore}, and a chunk belongs to another one that was
     * created under the same name meanwhile: the former stream had no chunk there that is so young. A replica that lags
     * behind delivers older ones.
     */
    private boolean isOfStreamSince(Chunk chunk) {
        if (lastBefore == NO_CHUNK
                || lastMayBeLost
                || !known
                || isChunkEnd
                || Long.compareUnsigned(chunk.chunkId(), lastBefore) > 0) {
            return false;
        }
        return start.kind() == Offset.Kind.TIMESTAMP
                ? chunk.timestamp() >= start.value()
                : chunk.timestamp() > lastBeforeMillis + CLOCK_DIFFERENCE_MILLIS;
    }

    /** Whether this is not the last chunk that was there before, but replaces one that was lost. */
    private boolean isNew(Chunk chunk) {
        return chunk.chunkId() != lastBefore || chunk.timestamp() >= lastBeforeMillis - CLOCK_DIFFERENCE_MILLIS;
    }
}
