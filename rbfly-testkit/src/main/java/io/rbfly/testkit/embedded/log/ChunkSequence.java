package io.rbfly.testkit.embedded.log;

import io.rbfly.protocol.command.subscribing.OffsetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The chunks of a log in the order of their offsets. The index of a chunk counts from the first chunk ever; it does not
 * change when chunks before it are deleted.
 */
final class ChunkSequence {
    private final List<StoredChunk> chunks = new ArrayList<>();
    private final LongConsumer memoryChanges;
    private long firstIndex;
    private long firstOffset;
    private long memory;

    /** @param memoryChanges is told by how many bytes the memory grows or shrinks */
    ChunkSequence(LongConsumer memoryChanges) {
        this.memoryChanges = memoryChanges;
    }

    /** The memory that the chunks take, about, in bytes. */
    long memory() {
        return memory;
    }

    private void memoryGrows(long bytes) {
        memory += bytes;
        memoryChanges.accept(bytes);
    }

    long firstIndex() {
        return firstIndex;
    }

    /** The index after the last chunk. */
    long endIndex() {
        return firstIndex + chunks.size();
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    StoredChunk get(long index) {
        return chunks.get(Math.toIntExact(index - firstIndex));
    }

    /** The offset after the last chunk. */
    long endOffset() {
        return chunks.isEmpty() ? firstOffset : chunks.get(chunks.size() - 1).endOffset();
    }

    void add(StoredChunk chunk) {
        chunks.add(chunk);
        memoryGrows(chunk.memory());
    }

    StoredChunk removeLast() {
        StoredChunk last = chunks.remove(chunks.size() - 1);
        memoryGrows(-last.memory());
        return last;
    }

    void removeFirst(int count) {
        if (count > 0) {
            firstOffset = chunks.get(count - 1).endOffset();
            List<StoredChunk> removed = chunks.subList(0, count);
            memoryGrows(-removed.stream().mapToLong(StoredChunk::memory).sum());
            removed.clear();
            firstIndex += count;
        }
    }

    /** The index of the chunk with which a subscription starts; {@link #endIndex} for future chunks. */
    long find(OffsetSpec spec) {
        if (spec instanceof OffsetSpec.First) {
            return firstIndex;
        } else if (spec instanceof OffsetSpec.Last) {
            return findLast();
        } else if (spec instanceof OffsetSpec.At at) {
            return findOffset(at.offset());
        } else if (spec instanceof OffsetSpec.Timestamp timestamp) {
            return findTimestamp(timestamp.epochMillis());
        }
        return endIndex();
    }

    /** The last chunk with messages. */
    private long findLast() {
        for (long index = endIndex() - 1; index >= firstIndex; index--) {
            if (get(index).isUserChunk()) {
                return index;
            }
        }
        return endIndex();
    }

    private long findOffset(long offset) {
        long low = firstIndex;
        long high = endIndex();
        while (low < high) { // the first chunk that ends after the offset
            long middle = (low + high) >>> 1;
            if (Long.compareUnsigned(get(middle).endOffset(), offset) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Timestamps may go back after a change of the leader, so this does not assume an order. */
    private long findTimestamp(long timestamp) {
        long index = firstIndex;
        while (index < endIndex() && get(index).chunk().timestamp() < timestamp) {
            index++;
        }
        return index;
    }
}
