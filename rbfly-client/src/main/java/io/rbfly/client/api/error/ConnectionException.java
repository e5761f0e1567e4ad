package io.rbfly.client.api.error;

import org.jspecify.annotations.Nullable;

/** No connection could be made, or one was lost in the middle of a request. Trying again later may help. */
public final class ConnectionException extends StreamException {
    private static final long serialVersionUID = 1L;

    public ConnectionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
