package io.rbfly.client.api.error;

/**
 * The structure of a batch of messages is invalid, so none of its messages can be read. Messages before and after the
 * batch can be read.
 *
 * <p>{@link io.rbfly.client.api.Subscription#next} fails with it once; the next call continues after the batch. For the
 * loops it is a failure at one message, to which their {@link io.rbfly.client.api.ErrorPolicy} applies, but without
 * retries, since they would not help.
 */
public final class MalformedBatchException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final long firstOffset;
    private final long lastOffset;

    /** Created by subscriptions. */
    public MalformedBatchException(String stream, long firstOffset, long lastOffset, Throwable cause) {
        super(
                "offsets " + Long.toUnsignedString(firstOffset) + " to " + Long.toUnsignedString(lastOffset)
                        + " of stream " + stream + ": " + cause.getMessage(),
                cause);
        this.firstOffset = firstOffset;
        this.lastOffset = lastOffset;
    }

    /** The offset of the first message of the batch, unsigned. */
    public long firstOffset() {
        return firstOffset;
    }

    /** The offset of the last message of the batch, unsigned. */
    public long lastOffset() {
        return lastOffset;
    }
}
