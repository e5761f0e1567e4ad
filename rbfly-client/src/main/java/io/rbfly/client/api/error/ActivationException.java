package io.rbfly.client.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The function of {@code SingleActiveConsumer.withOffsetOnActivation} failed, or did not return an offset in time. Its
 * exception, if any, is the cause.
 */
public final class ActivationException extends StreamException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message. */
    public ActivationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
