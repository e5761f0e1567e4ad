package io.rbfly.benchmarks.frames;

import io.rbfly.protocol.chunk.Chunk;
import java.util.Collections;

/** The chunk that is used in all benchmarks. */
final class Chunks {
    /** The number of messages in the chunk. */
    static final int MESSAGES = 1000;

    /** A message with a body of 100 bytes, encoded. */
    private static final byte[] MESSAGE = new byte[105];

    private Chunks() {}

    /** Returns a chunk of identical messages. */
    static Chunk chunk() {
        return Chunk.of(0, 0, Collections.nCopies(MESSAGES, MESSAGE));
    }
}
