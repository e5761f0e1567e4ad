package io.rbfly.client.api.error;

/** The broker refused what was asked. Asking again gives the same answer until something changes at the broker. */
public final class BrokerException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * With what was asked.
     *
     * @param what for the message
     * @param code the broker's answer
     */
    public BrokerException(String what, ErrorCode code) {
        super(what + ": " + code.description(), null);
        this.code = code.number();
    }

    /** The broker's answer. */
    public ErrorCode code() {
        return ErrorCode.of(code);
    }
}
