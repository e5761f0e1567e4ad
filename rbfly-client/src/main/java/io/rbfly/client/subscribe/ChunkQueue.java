package io.rbfly.client.subscribe;

import io.rbfly.client.api.Message;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkCursor;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Chunks in, messages out. Used in the subscription's serial executor only. */
final class ChunkQueue {
    private final IntConsumer chunkRead;
    private final Damaged damaged;
    private final ArrayDeque<Delivered> chunks = new ArrayDeque<>();
    private @Nullable Delivered current;

    /** Told that the structure of a chunk is wrong. */
    interface Damaged {
        void accept(long chunkId, ProtocolException cause);
    }

    /** With what to do when a chunk of so many bytes was read to its end, and when one turns out to be damaged. */
    ChunkQueue(IntConsumer chunkRead, Damaged damaged) {
        this.chunkRead = chunkRead;
        this.damaged = damaged;
    }

    /** Adds a chunk, of which messages before an offset (unsigned) are not wanted. */
    void add(Chunk chunk, long firstWanted) {
        chunks.add(new Delivered(chunk, new ChunkCursor(chunk), firstWanted));
    }

    /** The next message, null when there is none. */
    @Nullable
    Message poll() {
        while (current != null || open()) {
            Message message = advance();
            if (message != null) {
                return message;
            }
        }
        return null;
    }

    /** Whether all chunks are read to their end. */
    boolean isEmpty() {
        return current == null && chunks.isEmpty();
    }

    void clear() {
        current = null;
        chunks.clear();
    }

    private boolean open() {
        current = chunks.poll();
        return current != null;
    }

    private @Nullable Message advance() {
        Delivered delivered = Objects.requireNonNull(current);
        try {
            Message message = delivered.next();
            if (message == null) {
                current = null;
                chunkRead.accept(delivered.chunk.dataLength());
            }
            return message;
        } catch (ProtocolException e) {
            clear();
            damaged.accept(delivered.chunk.chunkId(), e);
            return null;
        }
    }

    /** A chunk, how far it is read, and where reading begins in it: brokers send whole chunks. */
    private record Delivered(Chunk chunk, ChunkCursor cursor, long firstWanted) {
        @Nullable
        Message next() {
            while (cursor.next()) {
                if (Long.compareUnsigned(cursor.offset(), firstWanted) >= 0) {
                    return new Message(chunk, cursor.position(), cursor.length(), cursor.offset());
                }
            }
            return null;
        }
    }
}
