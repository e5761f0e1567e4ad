package io.rbfly.protocol.command;

import io.rbfly.protocol.wire.ResponseCode;

/** The answer to a {@link Request}. */
public interface Response extends Command {
    /** Whether the request was carried out. */
    ResponseCode code();
}
