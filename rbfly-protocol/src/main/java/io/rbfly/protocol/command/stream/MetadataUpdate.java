package io.rbfly.protocol.command.stream;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;

/**
 * Reports that the broker has removed the publishers and subscriptions of this connection for a stream: the stream was
 * deleted, its leader moved, or its replica was lost; protocol section 11.
 *
 * <pre>
 *   code uint16 | stream string
 * </pre>
 *
 * @param code always {@link ResponseCode#STREAM_NOT_AVAILABLE}
 * @param stream the stream's name
 */
public record MetadataUpdate(ResponseCode code, String stream) implements OneWay {
    @Override
    public CommandKey key() {
        return CommandKey.METADATA_UPDATE;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        code.write(out);
        Wire.writeString(out, stream);
    }

    /** Reads the command. */
    public static MetadataUpdate decode(ByteBuf in) {
        return new MetadataUpdate(ResponseCode.read(in), Wire.readString(in));
    }
}
