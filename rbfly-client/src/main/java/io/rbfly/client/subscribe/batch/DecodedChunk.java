package io.rbfly.client.subscribe.batch;

import io.rbfly.client.subscribe.batch.PortionMaker.Plan;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkEntries;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A chunk with compressed batches, which is decompressed in portions, possibly several before they are read. Used in
 * the subscription's serial executor.
 */
public final class DecodedChunk {
    private final BatchDecoder decoder;
    private final Chunk chunk;
    private final long firstWanted;
    /** Before the first entry of the next portion to be begun. */
    private final ChunkEntries next;

    private final ArrayDeque<Portion> ready = new ArrayDeque<>(2);
    private int inProgress;
    private boolean begunToEnd;
    private boolean abandoned;
    /** Why no portion follows the ready ones. */
    private @Nullable ProtocolException damage;

    DecodedChunk(BatchDecoder decoder, Chunk chunk, long firstWanted) {
        this.decoder = decoder;
        this.chunk = chunk;
        this.firstWanted = firstWanted;
        this.next = new ChunkEntries(chunk);
        this.begunToEnd = !next.hasNext();
    }

    /** The chunk as it was received. */
    public Chunk chunk() {
        return chunk;
    }

    /** Messages before this offset (unsigned) are not wanted. */
    public long firstWanted() {
        return firstWanted;
    }

    /**
     * Returns the next portion, null if it is not ready, or there is none. The reader gives it back when it is read.
     *
     * @throws ProtocolException if the structure of the chunk is invalid after the portions before, or there was no
     *     memory for the next one
     */
    public @Nullable Portion poll() {
        boolean made = true;
        while (made && isIdle()) { // there may be no wanted message in a portion
            made = decoder.makeNow(this);
        }
        Portion first = ready.poll();
        if (first == null && damage != null) {
            throw damage;
        }
        if (first == null && isFinished()) {
            next.checkEnd();
        }
        return first;
    }

    /** Whether all portions were returned. */
    public boolean isFinished() {
        return begunToEnd && inProgress == 0 && ready.isEmpty() && damage == null;
    }

    /** Whether all portions are begun, so that those of the next chunk may be. */
    boolean isBegunToEnd() {
        return begunToEnd;
    }

    /** Whether there is a portion to be begun, and no other to be read before it. */
    boolean isIdle() {
        return !begunToEnd && inProgress == 0 && ready.isEmpty();
    }

    /** Decides what the next portion is; there must be one to be begun. */
    Plan plan(PortionMaker maker) {
        return maker.plan(new ChunkEntries(next), firstWanted);
    }

    /** The planned portion is being made. */
    void begun(Plan plan) {
        inProgress++;
        begunToEnd = plan.toEnd();
        for (int i = 0; i < plan.entries(); i++) {
            next.next();
        }
    }

    /** A portion was made; null if there is none. */
    void ended(@Nullable Portion portion, @Nullable ProtocolException damaged) {
        inProgress--;
        if (portion != null && (abandoned || damage != null)) {
            decoder.read(portion, true);
        } else if (portion != null) {
            ready.add(portion);
        }
        if (damaged != null && damage == null) {
            damage = damaged;
            begunToEnd = true;
        }
    }

    /** It is not read any further. */
    public void abandon() {
        abandoned = true;
        for (Portion unread = ready.poll(); unread != null; unread = ready.poll()) {
            decoder.read(unread, true);
        }
    }
}
