package io.rbfly.protocol.command.publishing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;

/**
 * Deletes a publisher and releases its id, protocol section 7.
 *
 * <pre>
 *   request:  publisher id uint8
 *   reply:    code uint16
 * </pre>
 *
 * @param publisherId 0 to 255
 */
public record DeletePublisher(int publisherId) implements Request<StatusResponse> {
    public DeletePublisher {
        Check.uint8("publisherId", publisherId);
    }

    @Override
    public CommandKey key() {
        return CommandKey.DELETE_PUBLISHER;
    }

    @Override
    public Class<StatusResponse> responseType() {
        return StatusResponse.class;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        out.writeByte(publisherId);
    }

    /** Reads the request. */
    public static DeletePublisher decode(ByteBuf in) {
        return new DeletePublisher(Wire.readUint8(in));
    }
}
