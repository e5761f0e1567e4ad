package io.rbfly.client.api.error;

/** The broker refused a request. Repeating it has the same result until the condition at the broker changes. */
public final class BrokerException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * Creates an exception for a request.
     *
     * @param what the request, for the message
     * @param code the code of the broker's response
     */
    public BrokerException(String what, ErrorCode code) {
        super(what + ": " + code.description(), null);
        this.code = code.number();
    }

    /** The code of the broker's response. */
    public ErrorCode code() {
        return ErrorCode.of(code);
    }
}
