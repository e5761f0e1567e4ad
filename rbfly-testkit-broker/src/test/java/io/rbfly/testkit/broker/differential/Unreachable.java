package io.rbfly.testkit.broker.differential;

import io.rbfly.protocol.wire.ResponseCode;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The codes that no script makes a broker send. */
enum Unreachable {
    CHALLENGE(ResponseCode.SASL_CHALLENGE, "No mechanism that RabbitMQ offers to clients asks for more data."),
    LOOPBACK(
            ResponseCode.AUTHENTICATION_FAILURE_LOOPBACK,
            "Brokers of tests listen on the loopback interface only, and so all users come from there.");

    private final ResponseCode code;
    private final String reason;

    Unreachable(ResponseCode code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** Why no script reaches it. */
    String reason() {
        return reason;
    }

    static Set<ResponseCode> codes() {
        return Arrays.stream(values()).map(each -> each.code).collect(Collectors.toSet());
    }
}
