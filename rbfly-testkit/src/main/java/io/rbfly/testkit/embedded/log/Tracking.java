package io.rbfly.testkit.embedded.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The highest publishing ids of named publishers and the offsets of named consumers: those of a whole stream, or those
 * that one chunk has set.
 */
final class Tracking {
    private static final int MAX_PUBLISHERS = 255;
    private static final int SEQUENCE_TYPE = 0;
    private static final int OFFSET_TYPE = 1;
    private static final int RECORD_LENGTH = 10; // a type, the length of a reference, and a number

    private final Map<String, Sequence> sequences = new LinkedHashMap<>();
    private final Map<String, Long> offsets = new LinkedHashMap<>();

    /**
     * How far a publisher has come.
     *
     * @param publishingId its highest, unsigned
     * @param endIndex the index after the chunk with that message
     */
    record Sequence(long publishingId, long endIndex) {}

    /** How far a publisher has come; null if it is not known. */
    @Nullable
    Sequence sequence(String reference) {
        return sequences.get(reference);
    }

    /** The stored offset of a consumer. */
    OptionalLong offset(String reference) {
        Long offset = offsets.get(reference);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Sets how far a publisher has come. It is now the last one to be dropped. */
    void setSequence(String reference, Sequence sequence) {
        sequences.remove(reference);
        sequences.put(reference, sequence);
    }

    void setOffset(String reference, long offset) {
        offsets.put(reference, offset);
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** The number of names. */
    int size() {
        return sequences.size() + offsets.size();
    }

    /** Adds what a chunk has set. A snapshot replaces everything. */
    void apply(StoredChunk chunk) {
        if (chunk.isSnapshot()) {
            sequences.clear();
            offsets.clear();
        }
        chunk.tracked().sequences.forEach(this::setSequence);
        offsets.putAll(chunk.tracked().offsets);
    }

    /**
     * Drops what brokers forget when they begin a segment: all but the last 255 publishers, and the offsets of
     * consumers that the retention has overtaken.
     */
    void prune(long firstOffset) {
        while (sequences.size() > MAX_PUBLISHERS) {
            sequences.remove(sequences.keySet().iterator().next());
        }
        offsets.values().removeIf(offset -> Long.compareUnsigned(offset, firstOffset) < 0);
    }

    Tracking copy() {
        Tracking copy = new Tracking();
        copy.sequences.putAll(sequences);
        copy.offsets.putAll(offsets);
        return copy;
    }

    /** Its size in the trailer of a chunk. */
    int bytes() {
        return bytes(sequences) + bytes(offsets);
    }

    private static int bytes(Map<String, ?> values) {
        int bytes = 0;
        for (String reference : values.keySet()) {
            bytes += RECORD_LENGTH + reference.getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }

    /** The entry of a chunk that has nothing else. */
    byte[] entry() {
        ByteBuffer entry = ByteBuffer.allocate(4 + bytes());
        entry.putInt(entry.capacity() - 4);
        sequences.forEach((reference, sequence) -> put(entry, SEQUENCE_TYPE, reference, sequence.publishingId));
        offsets.forEach((reference, offset) -> put(entry, OFFSET_TYPE, reference, offset));
        return entry.array();
    }

    private static void put(ByteBuffer entry, int type, String reference, long value) {
        byte[] bytes = reference.getBytes(StandardCharsets.UTF_8);
        entry.put((byte) type).put((byte) bytes.length).put(bytes).putLong(value);
    }
}
