package io.rbfly.client.connection;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.protocol.wire.ResponseCode;

/** From the protocol's response codes to the errors of the API. */
public final class Refusals {
    private Refusals() {}

    /** The broker refused something. */
    public static BrokerException of(String what, ResponseCode code) {
        return new BrokerException(what, ErrorCode.of(code.number()));
    }
}
