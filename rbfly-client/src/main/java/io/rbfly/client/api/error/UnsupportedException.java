package io.rbfly.client.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The broker is too old for an operation, of which nothing was performed; or the library for a compression is missing,
 * or its codec cannot be loaded, so that a publisher was not opened or messages are not read. A publisher or
 * subscription that was open before, and finds a broker that is too old when it reconnects, does not fail with it: it
 * tries again.
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

    private UnsupportedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Creates an exception for a compression whose library is missing, or cannot be loaded.
     *
     * @param library its Maven group and artifact
     */
    public static UnsupportedException library(String compression, String library, Throwable cause) {
        return new UnsupportedException(
                "no library for the compression " + compression + " (expected: " + library
                        + " among the dependencies of the application): " + cause.getMessage(),
                cause);
    }

    /** Creates an exception for a codec that cannot be used. */
    public static UnsupportedException codec(String compression, String codec, Throwable cause) {
        return new UnsupportedException(
                "the codec " + codec + " for the compression " + compression + " cannot be loaded: " + cause, cause);
    }

    /** Creates an exception for messages, from the first to the last offset, that cannot be read because of another. */
    public static UnsupportedException batch(
            String stream, long firstOffset, long lastOffset, UnsupportedException cause) {
        return new UnsupportedException(
                "offsets " + Long.toUnsignedString(firstOffset) + " to " + Long.toUnsignedString(lastOffset)
                        + " of stream " + stream + ": " + cause.getMessage(),
                cause);
    }
}
