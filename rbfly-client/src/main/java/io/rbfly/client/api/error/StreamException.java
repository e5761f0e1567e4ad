package io.rbfly.client.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The superclass of all exceptions of the client. Subclasses are distinguished by what an application can do about
 * them.
 *
 * <p>Later versions may add subclasses: code that distinguishes them needs a default.
 */
public abstract class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception; for this library. */
    protected StreamException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
