package io.rbfly.protocol.command.connection;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.wire.CommandKey;

/** Indicates that the sender is alive, protocol section 5. Its body is empty. */
public record Heartbeat() implements OneWay {
    @Override
    public CommandKey key() {
        return CommandKey.HEARTBEAT;
    }

    @Override
    public void encodeBody(ByteBuf out) {}

    /** Reads the command. */
    public static Heartbeat decode(ByteBuf in) {
        return new Heartbeat();
    }
}
