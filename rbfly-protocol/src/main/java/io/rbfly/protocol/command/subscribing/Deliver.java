package io.rbfly.protocol.command.subscribing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;

/**
 * Delivers one chunk of a subscription, protocol section 8.
 *
 * <pre>
 *   subscription id uint8 | chunk
 * </pre>
 *
 * @param subscriptionId 0 to 255
 * @param chunk the messages
 */
public record Deliver(int subscriptionId, Chunk chunk) implements OneWay {
    public Deliver {
        Check.uint8("subscriptionId", subscriptionId);
    }

    @Override
    public CommandKey key() {
        return CommandKey.DELIVER;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        out.writeByte(subscriptionId);
        chunk.write(out);
    }
}
