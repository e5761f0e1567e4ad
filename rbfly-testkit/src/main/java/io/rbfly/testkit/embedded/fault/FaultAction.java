package io.rbfly.testkit.embedded.fault;

import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;

/** What a broker does with a command instead of executing it. */
public sealed interface FaultAction {
    /**
     * Answers with a code. Messages are refused with PublishError; what has no answer with a code, such as StoreOffset,
     * is ignored.
     */
    record Refuse(ResponseCode code) implements FaultAction {}

    /** Does nothing. */
    record Ignore() implements FaultAction {}

    /**
     * Executes the command later. Commands that arrive on the same connection meanwhile wait for it, since a broker
     * executes those of a connection one after the other.
     */
    record Delay(Duration delay) implements FaultAction {}

    /** Closes the connection without a word. */
    record Disconnect() implements FaultAction {}

    /** Sends a Close frame with a code, as for a frame that the broker does not know. */
    record Close(ResponseCode code, String reason) implements FaultAction {}
}
