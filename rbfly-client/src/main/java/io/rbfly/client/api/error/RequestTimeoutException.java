package io.rbfly.client.api.error;

/** The broker did not answer in time; whether it did what was asked is unknown. */
public final class RequestTimeoutException extends StreamException {
    private static final long serialVersionUID = 1L;

    public RequestTimeoutException(String message) {
        super(message, null);
    }
}
