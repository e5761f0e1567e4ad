package io.rbfly.client.api.error;

import org.jspecify.annotations.Nullable;

/** No connection could be opened, or a connection was lost during a request. Trying again later may succeed. */
public final class ConnectionException extends StreamException {
    private static final long serialVersionUID = 1L;

    public ConnectionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
