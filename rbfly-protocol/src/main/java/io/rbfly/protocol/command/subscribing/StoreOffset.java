package io.rbfly.protocol.command.subscribing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;

/**
 * Stores an offset under a reference, protocol section 10. There is no response, not even in case of an error.
 *
 * <pre>
 *   reference string | stream string | offset uint64
 * </pre>
 *
 * @param reference 1 to 255 bytes in UTF-8
 * @param stream the stream's name
 * @param offset unsigned
 */
public record StoreOffset(String reference, String stream, long offset) implements OneWay {
    @Override
    public CommandKey key() {
        return CommandKey.STORE_OFFSET;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the reference is empty or longer than 255 bytes, or if the stream's name is,
     *     or has a line break
     */
    @Override
    public void encodeBody(ByteBuf out) {
        Check.reference("reference", reference);
        Check.stream(stream);
        Wire.writeString(out, reference);
        Wire.writeString(out, stream);
        out.writeLong(offset);
    }

    /** Reads the command. */
    public static StoreOffset decode(ByteBuf in) {
        return new StoreOffset(Wire.readString(in), Wire.readString(in), Wire.readInt64(in));
    }
}
