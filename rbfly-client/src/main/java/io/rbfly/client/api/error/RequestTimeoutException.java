package io.rbfly.client.api.error;

/** The broker did not answer in time. It is unknown whether it has performed the request. */
public final class RequestTimeoutException extends StreamException {
    private static final long serialVersionUID = 1L;

    public RequestTimeoutException(String message) {
        super(message, null);
    }
}
