package io.rbfly.client.api.error;

/** The client, publisher or subscription was closed by the application. */
public final class ClosedException extends StreamException {
    private static final long serialVersionUID = 1L;

    public ClosedException(String message) {
        super(message, null);
    }
}
