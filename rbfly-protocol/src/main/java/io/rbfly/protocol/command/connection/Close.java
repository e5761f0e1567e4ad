package io.rbfly.protocol.command.connection;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;

/**
 * Closes a connection; sent by either side, protocol section 6.
 *
 * <pre>
 *   request:  code uint16 | reason string
 *   reply:    code uint16
 * </pre>
 *
 * @param code the reason; a client sends {@link ResponseCode#OK}
 * @param reason the reason in words
 */
public record Close(ResponseCode code, String reason) implements Request<StatusResponse> {
    @Override
    public CommandKey key() {
        return CommandKey.CLOSE;
    }

    @Override
    public Class<StatusResponse> responseType() {
        return StatusResponse.class;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        code.write(out);
        Wire.writeString(out, reason);
    }

    /** Reads the request. */
    public static Close decode(ByteBuf in) {
        return new Close(ResponseCode.read(in), Wire.readString(in));
    }
}
