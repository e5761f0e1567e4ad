package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.error.MalformedChunkException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A queue of chunks that are read message by message. Used in the subscription's serial executor only. */
final class ChunkQueue {
    private final String stream;
    private final ChunkListener listener;
    private final Consumer<StreamException> damaged;
    private final ArrayDeque<OpenChunk> chunks = new ArrayDeque<>();
    private @Nullable OpenChunk current;

    /** Creates a queue with a function that is called with damage before the listener. */
    ChunkQueue(String stream, ChunkListener listener, Consumer<StreamException> damaged) {
        this.stream = stream;
        this.listener = listener;
        this.damaged = damaged;
    }

    /** Adds a chunk, of which messages before an offset (unsigned) are skipped. */
    void add(Chunk chunk, long firstWanted) {
        chunks.add(new OpenChunk(stream, chunk, firstWanted));
    }

    /** Returns the next message or unreadable batch, null if there is none. It is valid until the next call. */
    @Nullable
    OpenChunk poll() {
        OpenChunk message = pollCurrent();
        while (message == null && !chunks.isEmpty()) {
            current = chunks.poll();
            message = pollCurrent();
        }
        return message;
    }

    /** As {@link #poll}, but only from the chunk of the last message. */
    @Nullable
    OpenChunk pollCurrent() {
        OpenChunk open = current;
        if (open == null) {
            return null;
        }
        Chunk chunk = open.chunk();
        try {
            if (open.next()) {
                return open;
            }
            current = null;
            listener.read(chunk, !open.isKept());
        } catch (ProtocolException e) {
            clear();
            StreamException error = new MalformedChunkException(stream, chunk.chunkId(), e);
            damaged.accept(error);
            listener.damaged(error);
        }
        return null;
    }

    /** Whether all chunks are read completely. */
    boolean isEmpty() {
        return (current == null || !current.hasNext()) && chunks.isEmpty();
    }

    void clear() {
        current = null;
        chunks.clear();
    }

    /** As {@link #clear}, and reports the chunks as read. */
    void drop() {
        List<OpenChunk> dropped = new ArrayList<>(chunks);
        if (current != null) {
            dropped.add(0, current);
        }
        clear();
        dropped.forEach(open -> listener.read(open.chunk(), !open.isKept()));
    }
}
