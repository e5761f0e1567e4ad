package io.rbfly.client.api.error;

/**
 * A handler given to {@link io.rbfly.client.api.Subscription#forEach}, or the function of a
 * {@link io.rbfly.client.api.MessageFilter}, failed at a message; its own error is the cause.
 */
public final class HandlerException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /** With what failed, "handler" or "filter". */
    public HandlerException(String what, String stream, long offset, Throwable cause) {
        super(
                what + " failed at offset " + Long.toUnsignedString(offset) + " of stream " + stream + ": " + cause,
                cause);
        this.offset = offset;
    }

    /** Offset of the message that was failed at, unsigned. */
    public long offset() {
        return offset;
    }
}
