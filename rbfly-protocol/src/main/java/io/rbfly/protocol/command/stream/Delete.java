package io.rbfly.protocol.command.stream;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;

/**
 * Deletes a stream and its messages, protocol section 11.
 *
 * <pre>
 *   request:  stream string
 *   reply:    code uint16
 * </pre>
 *
 * @param stream the stream's name
 */
public record Delete(String stream) implements Request<StatusResponse> {
    @Override
    public CommandKey key() {
        return CommandKey.DELETE;
    }

    @Override
    public Class<StatusResponse> responseType() {
        return StatusResponse.class;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the stream's name is empty, longer than 255 bytes, or has a line break
     */
    @Override
    public void encodeBody(ByteBuf out) {
        Check.stream(stream);
        Wire.writeString(out, stream);
    }

    /** Reads the request. */
    public static Delete decode(ByteBuf in) {
        return new Delete(Wire.readString(in));
    }
}
