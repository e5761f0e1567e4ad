package io.rbfly.protocol.command.connection;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.Wire;

/**
 * The versions of one command that a peer understands: key uint16 | lowest version uint16 | highest version uint16.
 *
 * @param key the command's number, which this library need not know
 */
public record CommandVersions(int key, int lowest, int highest) {
    /** Bytes on the wire. */
    static final int LENGTH = 6;

    public CommandVersions {
        Check.uint16("key", key);
        Check.uint16("lowest", lowest);
        Check.uint16("highest", highest);
    }

    /** Returns whether these versions include a version of a command. */
    public boolean include(int key, int version) {
        return key == this.key && lowest <= version && version <= highest;
    }

    static CommandVersions decode(ByteBuf in) {
        return new CommandVersions(Wire.readUint16(in), Wire.readUint16(in), Wire.readUint16(in));
    }

    void encode(ByteBuf out) {
        out.writeShort(key);
        out.writeShort(lowest);
        out.writeShort(highest);
    }
}
