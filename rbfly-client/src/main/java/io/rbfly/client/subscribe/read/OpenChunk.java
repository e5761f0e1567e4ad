package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.Message;
import io.rbfly.client.message.ChunkMessage;
import io.rbfly.client.message.ChunkView;
import io.rbfly.client.message.StreamChunk;
import io.rbfly.protocol.chunk.BatchException;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkCursor;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that is being read, which is the view of the message that reading has come to: one object for all messages of
 * a chunk.
 */
final class OpenChunk extends ChunkView {
    private final StreamChunk origin;
    private final ChunkCursor cursor;
    /** Brokers send whole chunks: messages before this offset (unsigned) are not wanted. */
    private final long firstWanted;

    private @Nullable UnreadableBatch unreadable;
    private boolean kept;
    private boolean read;

    OpenChunk(String stream, Chunk chunk, long firstWanted) {
        this.origin = new StreamChunk(stream, chunk);
        this.cursor = new ChunkCursor(chunk);
        this.firstWanted = firstWanted;
    }

    /** Goes to the next wanted message, or batch that cannot be read; false when there is none. */
    boolean next() {
        unreadable = null;
        while (advance()) {
            if (Long.compareUnsigned(cursor.offset(), firstWanted) >= 0) {
                return true;
            }
        }
        read = true;
        return false;
    }

    private boolean advance() {
        try {
            return cursor.next();
        } catch (BatchException e) {
            unreadable = UnreadableBatch.of(stream(), e);
            return true;
        }
    }

    /** When the chunk was written. */
    long chunkMillis() {
        return origin.chunk().timestamp();
    }

    /** What stands in place of a message, null when it is one. */
    @Nullable
    UnreadableBatch unreadable() {
        return unreadable;
    }

    /** Whether a message of the chunk was kept, by which its bytes have to stay what they are. */
    boolean isKept() {
        return kept;
    }

    @Override
    protected Chunk chunk() {
        if (read) {
            throw new IllegalStateException(
                    "message used after its handler returned (expected: MessageView.keep() to retain it)");
        }
        return origin.chunk();
    }

    @Override
    public String stream() {
        return origin.stream();
    }

    @Override
    public int position() {
        return cursor.position();
    }

    @Override
    public int length() {
        return cursor.length();
    }

    @Override
    public long offset() {
        return unreadable == null ? cursor.offset() : unreadable.firstOffset();
    }

    @Override
    public Message keep() {
        chunk(); // which is not there any more when it was read to its end
        kept = true;
        return new ChunkMessage(origin, cursor.position(), cursor.length(), offset());
    }
}
