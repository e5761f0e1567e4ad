package io.rbfly.client.subscribe.batch;

import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkEntries;
import io.rbfly.protocol.wire.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * A chunk with compressed batches, of which one portion after the other is decompressed. Used in the subscription's
 * serial executor, except for the entries while a portion is being made.
 */
public final class DecodedChunk {
    private final BatchDecoder decoder;
    private final Chunk chunk;
    private final long firstWanted;
    private final ChunkEntries entries;
    private boolean inProgress;
    private boolean begunToEnd;
    private boolean abandoned;
    private @Nullable Portion ready;
    private @Nullable ProtocolException damage;

    DecodedChunk(BatchDecoder decoder, Chunk chunk, long firstWanted) {
        this.decoder = decoder;
        this.chunk = chunk;
        this.firstWanted = firstWanted;
        this.entries = new ChunkEntries(chunk);
    }

    /** The chunk as it was received. */
    public Chunk chunk() {
        return chunk;
    }

    /** Messages before this offset (unsigned) are not wanted. */
    public long firstWanted() {
        return firstWanted;
    }

    ChunkEntries entries() {
        return entries;
    }

    /**
     * Returns the next portion, null if it is not ready, or there is none. The reader gives it back when it is read.
     *
     * @throws ProtocolException if the structure of the chunk is invalid after the portions before
     */
    public @Nullable Portion poll() {
        if (mayBegin()) {
            decoder.makeNow(this);
        }
        Portion next = ready;
        ready = null;
        if (next == null && damage != null) {
            throw damage;
        }
        if (next == null && isFinished()) {
            entries.checkEnd();
        }
        return next;
    }

    /** Whether all portions were returned. */
    public boolean isFinished() {
        return isMade() && ready == null && damage == null;
    }

    /** Whether no further portion has to be made, so that those of the next chunk may be. */
    public boolean isMade() {
        return !inProgress && (damage != null || !entries.hasNext());
    }

    /** Whether the next portion may be made. */
    boolean mayBegin() {
        return !inProgress && ready == null && damage == null && entries.hasNext();
    }

    /** Whether the last portion is being made, so that those of the next chunk may be. */
    boolean isBegunToEnd() {
        return inProgress && begunToEnd;
    }

    /** A portion is being made, which is the last one or not. */
    void begun(boolean toEnd) {
        inProgress = true;
        begunToEnd = toEnd;
    }

    /** A portion was made; null if there is none. */
    void ended(@Nullable Portion portion, @Nullable ProtocolException damaged) {
        inProgress = false;
        ready = portion;
        damage = damaged;
        if (abandoned) {
            abandon();
        }
    }

    /** It is not read any further. */
    public void abandon() {
        abandoned = true;
        Portion unread = ready;
        ready = null;
        if (unread != null) {
            decoder.read(unread, true);
        }
    }
}
