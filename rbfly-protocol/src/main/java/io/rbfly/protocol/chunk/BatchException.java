package io.rbfly.protocol.chunk;

import org.jspecify.annotations.Nullable;

/**
 * One batch of a chunk cannot be read: its messages do not fit its data, or they are compressed. What is behind it can:
 * where a batch ends and how many offsets it has is told outside of its data.
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

    /** How the batch is compressed, "gzip" for one; null when it is not, and malformed. */
    public @Nullable String compression() {
        return compression;
    }
}
