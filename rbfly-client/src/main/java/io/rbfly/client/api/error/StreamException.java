package io.rbfly.client.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of all errors of the client, typed by what an application can do about them.
 *
 * <p>Later versions may add further subclasses: code that distinguishes them needs a default.
 */
public abstract class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StreamException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
