package io.rbfly.client.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The application's {@link io.rbfly.client.api.connection.AddressResolver} threw an exception, which is the cause, or
 * returned null.
 */
public final class AddressResolverException extends StreamException {
    private static final long serialVersionUID = 1L;

    public AddressResolverException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
