package io.rbfly.protocol.command;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.wire.CommandKey;

/**
 * A frame whose key or version this library does not know, or that its sender should not send. It is not an error,
 * since newer brokers may have commands that an older client does not know.
 *
 * @param number the received key, including its response bit
 */
public record UnknownCommand(int number, int version) implements OneWay {
    @Override
    public CommandKey key() {
        throw new IllegalStateException(this + " has no key of this library");
    }

    @Override
    public void encodeBody(ByteBuf out) {
        throw new IllegalStateException(this + " cannot be sent");
    }
}
