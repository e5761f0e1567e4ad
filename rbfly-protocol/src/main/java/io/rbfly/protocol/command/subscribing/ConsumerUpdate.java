package io.rbfly.protocol.command.subscribing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;

/**
 * Activates or deactivates a subscription that is a single active consumer, protocol section 11. Sent by brokers from
 * 3.11 on; the client replies. The broker delivers nothing before the reply to an activation, and activates no other
 * consumer before the reply to a deactivation. It closes the connection if there is no reply.
 *
 * <pre>
 *   request:  subscription id uint8 | active uint8, 0 or 1
 *   reply:    code uint16 | offset specification
 * </pre>
 *
 * @param subscriptionId 0 to 255
 * @param active whether the subscription becomes the active consumer of its group, or ceases to be
 */
public record ConsumerUpdate(int subscriptionId, boolean active) implements Request<ConsumerUpdate.Reply> {
    private static final int ACTIVE = 1;

    public ConsumerUpdate {
        Check.uint8("subscriptionId", subscriptionId);
    }

    @Override
    public CommandKey key() {
        return CommandKey.CONSUMER_UPDATE;
    }

    @Override
    public Class<Reply> responseType() {
        return Reply.class;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        out.writeByte(subscriptionId);
        out.writeByte(active ? ACTIVE : 0);
    }

    /** Reads the request. */
    public static ConsumerUpdate decode(ByteBuf in) {
        return new ConsumerUpdate(Wire.readUint8(in), Wire.readUint8(in) == ACTIVE);
    }

    /**
     * The client's reply.
     *
     * @param code {@link ResponseCode#OK}; brokers treat others like it
     * @param offset where the delivery starts after an activation, {@link OffsetSpec.None} to start as the Subscribe
     *     request specified. Not used after a deactivation
     */
    public record Reply(ResponseCode code, OffsetSpec offset) implements Response {
        @Override
        public CommandKey key() {
            return CommandKey.CONSUMER_UPDATE;
        }

        @Override
        public void encodeBody(ByteBuf out) {
            code.write(out);
            offset.write(out);
        }

        /** Reads the reply. */
        public static Reply decode(ByteBuf in) {
            return new Reply(ResponseCode.read(in), OffsetSpec.read(in));
        }
    }
}
