package io.rbfly.client.api.error;

/**
 * The broker is too old for an operation, of which nothing was performed; or messages have a compression that this
 * client does not support.
 */
public final class UnsupportedException extends StreamException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception for a feature that the broker does not support.
     *
     * @param what the feature, for the message, for example {@code "message filters"}
     * @param since the first version of RabbitMQ that supports it, for example {@code "3.13"}
     */
    public UnsupportedException(String what, String since) {
        super("the broker is too old for " + what + " (expected: RabbitMQ " + since + " or later)", null);
    }

    private UnsupportedException(String message) {
        super(message, null);
    }

    /**
     * Creates an exception for messages, from the first to the last offset, with a compression that is not supported.
     */
    public static UnsupportedException compression(
            String compression, String stream, long firstOffset, long lastOffset) {
        return new UnsupportedException("offsets " + Long.toUnsignedString(firstOffset) + " to "
                + Long.toUnsignedString(lastOffset) + " of stream " + stream + ": a batch with compression "
                + compression + ", which is not supported (expected: none)");
    }
}
