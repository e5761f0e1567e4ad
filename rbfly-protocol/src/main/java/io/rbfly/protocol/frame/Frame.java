package io.rbfly.protocol.frame;

import io.rbfly.protocol.command.Command;

/**
 * A command as it came in a frame.
 *
 * @param correlationId binds a response to its request; {@link #NO_CORRELATION} for commands that have none
 */
public record Frame(int correlationId, Command command) {
    /** Stands for no correlation id. */
    public static final int NO_CORRELATION = -1;
}
