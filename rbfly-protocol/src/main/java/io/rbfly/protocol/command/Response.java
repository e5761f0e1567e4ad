package io.rbfly.protocol.command;

import io.rbfly.protocol.wire.ResponseCode;

/** The response to a {@link Request}. */
public interface Response extends Command {
    /** The result of the request. */
    ResponseCode code();
}
