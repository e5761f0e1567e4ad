package io.rbfly.protocol.command;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;

/**
 * The response to commands that report only success or failure.
 *
 * <pre>
 *   code uint16
 * </pre>
 *
 * @param key the command of the request
 */
public record StatusResponse(CommandKey key, ResponseCode code) implements Response {
    @Override
    public void encodeBody(ByteBuf out) {
        code.write(out);
    }

    /** Reads the response to the given command. */
    public static StatusResponse decode(CommandKey key, ByteBuf in) {
        return new StatusResponse(key, ResponseCode.read(in));
    }
}
