package io.rbfly.client.subscribe.read;

import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Chunks in, messages out. Used in the subscription's serial executor only. */
public final class ChunkQueue {
    private final String stream;
    private final Listener listener;
    private final ArrayDeque<OpenChunk> chunks = new ArrayDeque<>();
    private @Nullable OpenChunk current;

    /** Told what becomes of chunks. */
    public interface Listener {
        /** A chunk was read to its end; its array is free for another one when nobody keeps a message of it. */
        void read(Chunk chunk, boolean free);

        /** The structure of a chunk is wrong, and nothing more comes. */
        void damaged(long chunkId, ProtocolException cause);
    }

    public ChunkQueue(String stream, Listener listener) {
        this.stream = stream;
        this.listener = listener;
    }

    /** Adds a chunk, of which messages before an offset (unsigned) are not wanted. */
    void add(Chunk chunk, long firstWanted) {
        chunks.add(new OpenChunk(stream, chunk, firstWanted));
    }

    /**
     * The next message, or batch that cannot be read, null when there is none. It is valid until the next one is asked
     * for.
     */
    @Nullable
    OpenChunk poll() {
        for (OpenChunk open = current != null ? current : open(); open != null; open = open()) {
            Chunk chunk = open.chunk();
            try {
                if (open.next()) {
                    return open;
                }
            } catch (ProtocolException e) {
                clear();
                listener.damaged(chunk.chunkId(), e);
                return null;
            }
            current = null;
            listener.read(chunk, !open.isKept());
        }
        return null;
    }

    private @Nullable OpenChunk open() {
        current = chunks.poll();
        return current;
    }

    /** Whether all chunks are read to their end. */
    boolean isEmpty() {
        return current == null && chunks.isEmpty();
    }

    void clear() {
        current = null;
        chunks.clear();
    }
}
