package io.rbfly.client.api.error;

/**
 * The broker is too old for what was asked of it, and nothing of it was done; or this client cannot read how messages
 * are compressed.
 */
public final class UnsupportedException extends StreamException {
    private static final long serialVersionUID = 1L;

    /**
     * With what the broker cannot do.
     *
     * @param what as in "message filters", for the message
     * @param since the first version of RabbitMQ that can, as in "3.13"
     */
    public UnsupportedException(String what, String since) {
        super("the broker is too old for " + what + " (expected: RabbitMQ " + since + " or later)", null);
    }

    private UnsupportedException(String message) {
        super(message, null);
    }

    /** For messages, from the first to the last offset, that are compressed in a way that cannot be read. */
    public static UnsupportedException compression(
            String compression, String stream, long firstOffset, long lastOffset) {
        return new UnsupportedException("offsets " + Long.toUnsignedString(firstOffset) + " to "
                + Long.toUnsignedString(lastOffset) + " of stream " + stream + ": a batch with compression "
                + compression + ", which cannot be read (expected: none)");
    }
}
