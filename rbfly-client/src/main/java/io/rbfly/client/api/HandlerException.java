package io.rbfly.client.api;

/** A handler given to {@link Subscription#forEach} failed; its own error is the cause. */
public final class HandlerException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    public HandlerException(String stream, long offset, Throwable cause) {
        super(
                "handler failed at offset " + Long.toUnsignedString(offset) + " of stream " + stream + ": " + cause,
                cause);
        this.offset = offset;
    }

    /** Offset of the message that the handler failed at, unsigned. */
    public long offset() {
        return offset;
    }
}
