package io.rbfly.client.api.error;

/**
 * There is not enough memory to decompress a batch of messages, which ends the subscription. The bytes of the chunk are
 * not known to be damaged: a subscription with a larger heap, or with a smaller
 * {@link io.rbfly.client.api.SubscriptionOptions#maxBufferedBytes()}, may read it.
 */
public final class InsufficientMemoryException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final long chunkId;

    /** Created by subscriptions. */
    public InsufficientMemoryException(String stream, long chunkId, Throwable cause) {
        super("chunk " + Long.toUnsignedString(chunkId) + " of stream " + stream + ": " + cause.getMessage(), cause);
        this.chunkId = chunkId;
    }

    /** The offset of the first message of the chunk, unsigned. */
    public long chunkId() {
        return chunkId;
    }
}
