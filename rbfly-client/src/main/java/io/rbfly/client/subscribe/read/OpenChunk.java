package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.Message;
import io.rbfly.client.message.ChunkMessage;
import io.rbfly.client.message.ChunkView;
import io.rbfly.client.message.StreamChunk;
import io.rbfly.client.subscribe.batch.Portion;
import io.rbfly.protocol.chunk.BatchException;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkCursor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A chunk that is being read, and the view of its current message: one object for all messages of a chunk. */
final class OpenChunk extends ChunkView {
    private final StreamChunk origin;
    private final ChunkCursor cursor;
    /** Messages before this offset (unsigned) are skipped, since brokers send whole chunks. */
    private final long firstWanted;

    /** Null if it is a chunk as it was received. */
    private final @Nullable Portion portion;

    /** The compressed batch at which it ends, because another form of the chunk has the messages from there on. */
    private @Nullable BatchException compressed;

    private @Nullable UnreadableBatch unreadable;
    private boolean kept;
    private boolean read;

    OpenChunk(String stream, Chunk chunk, long firstWanted) {
        this(stream, chunk, firstWanted, null);
    }

    /** Creates the chunk of a portion. */
    OpenChunk(String stream, Portion portion, long firstWanted) {
        this(stream, portion.chunk(), firstWanted, portion);
    }

    private OpenChunk(String stream, Chunk chunk, long firstWanted, @Nullable Portion portion) {
        this.portion = portion;
        this.origin = new StreamChunk(stream, chunk);
        this.cursor = new ChunkCursor(chunk);
        this.firstWanted = firstWanted;
    }

    /**
     * Advances to the next wanted message or unreadable batch; false if there is none, or a compressed batch follows.
     */
    boolean next() {
        unreadable = null;
        while (advance()) {
            if (Long.compareUnsigned(cursor.offset(), firstWanted) >= 0) {
                return compressed == null || end();
            }
            compressed = null;
        }
        return end();
    }

    private boolean end() {
        read = true;
        return false;
    }

    /** Whether messages may follow the current one. */
    boolean hasNext() {
        return cursor.hasNext();
    }

    private boolean advance() {
        try {
            return cursor.next();
        } catch (BatchException e) {
            if (e.compression() == null) {
                unreadable = UnreadableBatch.of(stream(), e);
            } else if (portion == null) {
                compressed = e;
            } else {
                unreadable = UnreadableBatch.of(e, Objects.requireNonNull(portion.failure(e.firstOffset())));
            }
            return true;
        }
    }

    /** The chunk, also after it was read. */
    Chunk whole() {
        return origin.chunk();
    }

    /** Messages before this offset (unsigned) are not wanted. */
    long firstWanted() {
        return firstWanted;
    }

    /** The compressed batch at which it ended, null if it was read to its end. */
    @Nullable
    BatchException compressed() {
        return compressed;
    }

    /** The time at which the chunk was written. */
    long chunkMillis() {
        return origin.chunk().timestamp();
    }

    /** The unreadable batch in place of a message, null if it is a message. */
    @Nullable
    UnreadableBatch unreadable() {
        return unreadable;
    }

    /** Whether a message of the chunk was kept, so that its bytes must not change. */
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
        chunk(); // throws if the chunk was read completely
        kept = true;
        return new ChunkMessage(origin, cursor.position(), cursor.length(), offset());
    }
}
