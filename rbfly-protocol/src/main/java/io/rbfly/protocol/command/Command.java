package io.rbfly.protocol.command;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.wire.CommandKey;

/** One command of the protocol: what stands in a frame behind its header. */
public interface Command {
    /** The command's number. */
    CommandKey key();

    /** The version of the command's layout. */
    default int version() {
        return 1;
    }

    /** Writes what follows the header, the correlation id not included. */
    void encodeBody(ByteBuf out);
}
