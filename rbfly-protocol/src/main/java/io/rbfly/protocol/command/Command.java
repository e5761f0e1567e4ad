package io.rbfly.protocol.command;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.wire.CommandKey;

/** One command of the protocol: the content of a frame after its header. */
public interface Command {
    /** The command's number. */
    CommandKey key();

    /** The version of the command's layout. */
    default int version() {
        return 1;
    }

    /**
     * Writes the body, which follows the header and the correlation id.
     *
     * @throws IllegalArgumentException if the command has a value that must not be sent; such a command can only be
     *     received
     */
    void encodeBody(ByteBuf out);
}
