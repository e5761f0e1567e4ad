package io.rbfly.client.api.error;

/**
 * A handler passed to {@link io.rbfly.client.api.Subscription#forEach}, or the function of a
 * {@link io.rbfly.client.api.MessageFilter}, failed at a message. Its exception is the cause.
 */
public final class HandlerException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /** Creates an exception for what failed, {@code "handler"} or {@code "filter"}. */
    public HandlerException(String what, String stream, long offset, Throwable cause) {
        super(
                what + " failed at offset " + Long.toUnsignedString(offset) + " of stream " + stream + ": " + cause,
                cause);
        this.offset = offset;
    }

    /** The offset of the message at which it failed, unsigned. */
    public long offset() {
        return offset;
    }
}
