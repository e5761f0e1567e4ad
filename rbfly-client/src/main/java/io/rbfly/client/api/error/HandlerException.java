package io.rbfly.client.api.error;

/**
 * A handler passed to {@link io.rbfly.client.api.Subscription#forEach}, or the function of a
 * {@link io.rbfly.client.api.MessageFilter}, failed at a message; or the function of
 * {@link io.rbfly.client.api.SingleActiveConsumer#withOffsetOnActivation} failed. Its exception is the cause.
 */
public final class HandlerException extends StreamException {
    private static final long serialVersionUID = 1L;

    private static final long NO_OFFSET = -1;

    private final long offset;

    /** Creates an exception for what failed, {@code "handler"} or {@code "filter"}. */
    public HandlerException(String what, String stream, long offset, Throwable cause) {
        super(
                what + " failed at offset " + Long.toUnsignedString(offset) + " of stream " + stream + ": " + cause,
                cause);
        this.offset = offset;
    }

    /** Creates an exception for what failed without a message, {@code "offset on activation"}. */
    public HandlerException(String what, String stream, Throwable cause) {
        super(what + " failed for stream " + stream + ": " + cause, cause);
        this.offset = NO_OFFSET;
    }

    /** The offset of the message at which it failed, unsigned; 2^64 - 1 if it did not fail at a message. */
    public long offset() {
        return offset;
    }
}
