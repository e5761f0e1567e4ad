package io.rbfly.client.api.error;

/**
 * The messages of a batch do not fit its data, so that none of them can be read. Those before and behind the batch can.
 *
 * <p>{@link io.rbfly.client.api.Subscription#next} fails with it once, and continues behind the batch with the next
 * call. For the loops it is an error of one message, to which their {@link io.rbfly.client.api.ErrorPolicy} applies;
 * trying again does not help, so retries are left out.
 */
public final class MalformedBatchException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final long firstOffset;
    private final long lastOffset;

    /** Made by subscriptions. */
    public MalformedBatchException(String stream, long firstOffset, long lastOffset, Throwable cause) {
        super(
                "offsets " + Long.toUnsignedString(firstOffset) + " to " + Long.toUnsignedString(lastOffset)
                        + " of stream " + stream + ": " + cause.getMessage(),
                cause);
        this.firstOffset = firstOffset;
        this.lastOffset = lastOffset;
    }

    /** Offset of the batch's first message, unsigned. */
    public long firstOffset() {
        return firstOffset;
    }

    /** Offset of the batch's last message, unsigned. */
    public long lastOffset() {
        return lastOffset;
    }
}
