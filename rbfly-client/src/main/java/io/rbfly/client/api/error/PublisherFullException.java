package io.rbfly.client.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The messages that wait to be sent take up the maximum memory
 * ({@link io.rbfly.client.api.PublisherOptions#maxPendingBytes()}), or there is not enough memory for another. The
 * message was not sent; other messages are not affected. {@link io.rbfly.client.api.Publisher#ready()} completes when
 * more can be sent.
 */
public final class PublisherFullException extends StreamException {
    private static final long serialVersionUID = 1L;

    public PublisherFullException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
