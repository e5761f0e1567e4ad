package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.protocol.chunk.BatchException;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkCursor;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that is being read, which is the view of the message that reading has come to: one object for all messages of a chunk.
 */
final class OpenChunk extends MessageView {
    private final Chunk chunk;
    private final ChunkCursor cursor;
    /** Brokers send whole chunks: messages before this offset (unsigned) are not wanted. */
    private final long firstWanted;

    private final String stream;
    private @Nullable UnreadableBatch unreadable;
    private boolean kept;
    private boolean read;

    OpenChunk(String stream, Chunk chunk, long firstWanted) {
        this.stream = stream;
        this.chunk = chunk;
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
            unreadable = UnreadableBatch.of(stream, e);
            return true;
        }
    }

    /** When the chunk was written. */
    long chunkMillis() {
        return chunk.timestamp();
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
            throw new IllegalStateException("message used when its handler had returned; keep() makes it stay");
        }
        return chunk;
    }

    @Override
    protected int position() {
        return cursor.position();
    }

    @Override
    protected int length() {
        return cursor.length();
    }

    @Override
    public long offset() {
        return unreadable == null ? cursor.offset() : unreadable.firstOffset();
    }

    @Override
    public Message keep() {
        Message message = new Message(chunk(), cursor.position(), cursor.length(), offset());
        kept = true;
        return message;
    }
}
