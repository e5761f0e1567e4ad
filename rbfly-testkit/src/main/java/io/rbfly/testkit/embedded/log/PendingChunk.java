package io.rbfly.testkit.embedded.log;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.chunk.Chunk;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The entries that will be the next chunk of a log. */
final class PendingChunk {
    private static final int FIRST_CAPACITY = 256;

    private final Tracking tracked = new Tracking();
    private final Set<String> filterValues = new TreeSet<>();
    private byte[] data = new byte[FIRST_CAPACITY];
    private int length;
    private int entries;
    private int messages;
    private boolean hasUnfiltered;

    void add(ByteBuf from, int position, int size, int messageCount, @Nullable String filterValue) {
        if (data.length - length < size) {
            data = Arrays.copyOf(data, Math.max(2 * data.length, length + size));
        }
        from.getBytes(position, data, length, size);
        length += size;
        entries++;
        messages += messageCount;
        if (filterValue == null || filterValue.isEmpty()) {
            hasUnfiltered = true;
        } else {
            filterValues.add(filterValue);
        }
    }

    /** What the chunk tracks. */
    Tracking tracked() {
        return tracked;
    }

    int entries() {
        return entries;
    }

    boolean isEmpty() {
        return entries == 0 && tracked.isEmpty();
    }

    /** What is tracked goes into the trailer of a chunk with messages, otherwise into a chunk of its own. */
    StoredChunk seal(long firstOffset, long timestamp, long epoch, int filterBytes) {
        if (entries == 0) {
            return StoredChunk.ofTracking(tracked, false, firstOffset, timestamp, epoch);
        }
        int filterSize = filterValues.isEmpty() ? 0 : filterBytes;
        Chunk.Header header = new Chunk.Header(
                Chunk.USER_TYPE, entries, messages, timestamp, epoch, firstOffset, tracked.bytes(), filterSize);
        return new StoredChunk(Chunk.of(header, Arrays.copyOf(data, length)), filterValues, hasUnfiltered, tracked);
    }
}
