package io.rbfly.client.api.error;

import io.rbfly.protocol.wire.ResponseCode;

/** The broker refused what was asked. Asking again gives the same answer until something changes at the broker. */
public final class BrokerException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final ResponseCode code;

    /** Made with what was asked, for the message, and the answer. */
    public BrokerException(String what, ResponseCode code) {
        super(what + ": " + code.description(), null);
        this.code = code;
    }

    /** The broker's answer. */
    public ResponseCode code() {
        return code;
    }
}
