package io.rbfly.benchmarks.frames;

import io.rbfly.protocol.chunk.Chunk;
import java.util.Collections;

/** The chunk that all are measured with. */
final class Chunks {
    /** Messages in it. */
    static final int MESSAGES = 1000;

    /** A message with a body of 100 bytes, encoded. */
    private static final byte[] MESSAGE = new byte[105];

    private Chunks() {}

    /** A chunk of messages, all the same. */
    static Chunk chunk() {
        return Chunk.of(0, 0, Collections.nCopies(MESSAGES, MESSAGE));
    }
}
