package io.rbfly.protocol.chunk;

import org.jspecify.annotations.Nullable;

/**
 * A batch of a chunk cannot be read: its messages do not match its data, or they are compressed. Entries after the
 * batch can be read, since its end and its number of offsets are stored outside of its data.
 */
public final class BatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long firstOffset;
    private final int messageCount;
    private final @Nullable String compression;

    BatchException(String message, long firstOffset, int messageCount, @Nullable String compression) {
        super(message);
        this.firstOffset = firstOffset;
        this.messageCount = messageCount;
        this.compression = compression;
    }

    /** Offset of the batch's first message, unsigned. */
    public long firstOffset() {
        return firstOffset;
    }

    /** Offset of the batch's last message, unsigned. */
    public long lastOffset() {
        return firstOffset + messageCount - 1;
    }

    /** The compression of the batch, for example "gzip"; null if it is not compressed but malformed. */
    public @Nullable String compression() {
        return compression;
    }
}
