package io.rbfly.client.connection;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.protocol.wire.ResponseCode;

/** Converts the protocol's response codes to the exceptions of the API. */
public final class Refusals {
    private Refusals() {}

    /** Returns the exception for a request that the broker refused. */
    public static BrokerException of(String what, ResponseCode code) {
        return new BrokerException(what, ErrorCode.of(code.number()));
    }
}
