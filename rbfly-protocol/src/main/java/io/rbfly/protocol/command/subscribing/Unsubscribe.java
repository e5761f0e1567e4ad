package io.rbfly.protocol.command.subscribing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;

/**
 * Ends a subscription, protocol section 8. Deliveries that are in flight may still arrive before the reply.
 *
 * <pre>
 *   request:  subscription id uint8
 *   reply:    code uint16
 * </pre>
 *
 * @param subscriptionId 0 to 255
 */
public record Unsubscribe(int subscriptionId) implements Request<StatusResponse> {
    public Unsubscribe {
        Check.uint8("subscriptionId", subscriptionId);
    }

    @Override
    public CommandKey key() {
        return CommandKey.UNSUBSCRIBE;
    }

    @Override
    public Class<StatusResponse> responseType() {
        return StatusResponse.class;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        out.writeByte(subscriptionId);
    }

    /** Reads the request. */
    public static Unsubscribe decode(ByteBuf in) {
        return new Unsubscribe(Wire.readUint8(in));
    }
}
