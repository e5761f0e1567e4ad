package io.rbfly.protocol.command.publishing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;

/**
 * Declares a publisher of a stream with an id on this connection, protocol section 7.
 *
 * <pre>
 *   request:  publisher id uint8 | reference string | stream string
 *   reply:    code uint16
 * </pre>
 *
 * @param publisherId 0 to 255, unique on the connection across all streams
 * @param reference the name for deduplication, at most 255 bytes in UTF-8, empty for none
 * @param stream the stream to publish to
 */
public record DeclarePublisher(int publisherId, String reference, String stream) implements Request<StatusResponse> {
    public DeclarePublisher {
        Check.uint8("publisherId", publisherId);
    }

    @Override
    public CommandKey key() {
        return CommandKey.DECLARE_PUBLISHER;
    }

    @Override
    public Class<StatusResponse> responseType() {
        return StatusResponse.class;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the reference is longer than 255 bytes, or if the stream's name is empty,
     *     longer than 255 bytes, or has a line break
     */
    @Override
    public void encodeBody(ByteBuf out) {
        Check.referenceOrEmpty("reference", reference);
        Check.stream(stream);
        out.writeByte(publisherId);
        Wire.writeString(out, reference);
        Wire.writeString(out, stream);
    }

    /** Reads the request. */
    public static DeclarePublisher decode(ByteBuf in) {
        return new DeclarePublisher(Wire.readUint8(in), Wire.readString(in), Wire.readString(in));
    }
}
