package io.rbfly.protocol.frame;

import io.rbfly.protocol.command.Command;

/**
 * A command that was received in a frame.
 *
 * @param correlationId associates a response with its request; {@link #NO_CORRELATION} for commands that have none
 */
public record Frame(int correlationId, Command command) {
    /** Indicates that there is no correlation id. */
    public static final int NO_CORRELATION = -1;
}
