package io.rbfly.client.subscribe;

import io.rbfly.client.api.Offset;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.OffsetSpec;
import org.jspecify.annotations.Nullable;

/**
 * Where a subscription begins, and after its first chunk where it would go on: behind the last chunk that was received. What
 * was received is read, whatever happens to the connection, so nothing is lost and nothing comes twice.
 */
final class ResumePoint {
    private final Offset start;
    private boolean known;
    private long next;

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
        next = offset;
        known = true;
    }

    /** What to ask the broker for. */
    OffsetSpec spec() {
        if (known) {
            return new OffsetSpec.At(next);
        } else if (start instanceof Offset.Last) {
            return new OffsetSpec.Last();
        } else if (start instanceof Offset.Next) {
            return new OffsetSpec.Next();
        } else if (start instanceof Offset.Timestamp timestamp) {
            return new OffsetSpec.Timestamp(timestamp.value().toEpochMilli());
        }
        return new OffsetSpec.First();
    }

    /** Goes past a chunk; tells the first offset, unsigned, that is wanted of it. */
    long advance(Chunk chunk) {
        long firstWanted = known ? next : chunk.chunkId();
        long end = chunk.chunkId() + Integer.toUnsignedLong(chunk.messageCount());
        if (!known || Long.compareUnsigned(end, next) > 0) {
            next = end;
            known = true;
        }
        return firstWanted;
    }
}
