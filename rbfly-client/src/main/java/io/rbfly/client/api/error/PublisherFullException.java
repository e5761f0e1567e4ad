package io.rbfly.client.api.error;

import org.jspecify.annotations.Nullable;

/**
 * A publisher holds as much as it may ({@link io.rbfly.client.api.PublisherOptions#maxPendingBytes()}), or there is no
 * memory for more. The message was not sent, and nothing else is lost: {@link io.rbfly.client.api.Publisher#ready()}
 * tells when to go on.
 */
public final class PublisherFullException extends StreamException {
    private static final long serialVersionUID = 1L;

    public PublisherFullException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
