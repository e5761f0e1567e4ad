package io.rbfly.protocol.command.superstream;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;

/**
 * Deletes a super stream, its partitions and their messages, protocol section 11. Supported by brokers from 3.13 on.
 *
 * <pre>
 *   request:  name string
 *   reply:    code uint16
 * </pre>
 *
 * <p>Brokers do not verify that the name is that of a super stream: they delete any exchange of that name, and all
 * streams that are bound to it.
 *
 * @param name 1 to 255 bytes in UTF-8. With an empty name, brokers delete all streams of the virtual host
 */
public record DeleteSuperStream(String name) implements Request<StatusResponse> {
    @Override
    public CommandKey key() {
        return CommandKey.DELETE_SUPER_STREAM;
    }

    @Override
    public Class<StatusResponse> responseType() {
        return StatusResponse.class;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the name is empty, longer than 255 bytes, or has a line break
     */
    @Override
    public void encodeBody(ByteBuf out) {
        Check.name("name", name);
        Wire.writeString(out, name);
    }

    /** Reads the request. */
    public static DeleteSuperStream decode(ByteBuf in) {
        return new DeleteSuperStream(Wire.readString(in));
    }
}
