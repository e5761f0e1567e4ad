package io.rbfly.benchmarks.frames;

import io.rbfly.benchmarks.codec.CodecSettings;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkCursor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Reads the messages of a chunk; times and bytes are per message. */
public class ChunkReading extends CodecSettings {
    private final Chunk chunk = Chunks.chunk();

    /** Finds each message. */
    @Benchmark
    @OperationsPerInvocation(Chunks.MESSAGES)
    public long cursor() {
        ChunkCursor cursor = new ChunkCursor(chunk);
        long sum = 0;
        while (cursor.next()) {
            sum += cursor.position() + cursor.length() + cursor.offset();
        }
        return sum;
    }

    /** Verifies the checksum of the messages. */
    @Benchmark
    @OperationsPerInvocation(Chunks.MESSAGES)
    public void crc() {
        chunk.checkCrc();
    }
}
