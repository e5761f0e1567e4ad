package io.rbfly.protocol.command.subscribing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Starts the delivery of a stream, protocol section 8.
 *
 * <pre>
 *   request:  subscription id uint8 | stream string | offset specification | credit uint16 | properties, absent if empty
 *   reply:    code uint16
 * </pre>
 *
 * <p>The first delivery may arrive in one segment with the reply.
 *
 * @param subscriptionId 0 to 255, unique on the connection across all streams
 * @param stream the stream to read
 * @param offset where to start; not {@link OffsetSpec.None}, for which brokers close the connection
 * @param credit number of chunks that the broker may send, 0 to 32767; a command that was received may have up to 65535
 * @param properties filters and names, empty for none
 */
public record Subscribe(
        int subscriptionId, String stream, OffsetSpec offset, int credit, Map<String, String> properties)
        implements Request<StatusResponse> {
    public Subscribe {
        Check.uint8("subscriptionId", subscriptionId);
        Check.uint16("credit", credit);
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    @Override
    public CommandKey key() {
        return CommandKey.SUBSCRIBE;
    }

    @Override
    public Class<StatusResponse> responseType() {
        return StatusResponse.class;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the stream's name is empty, longer than 255 bytes, or has a line break, if
     *     the offset specification is {@link OffsetSpec.None}, or if the credit is more than 32767
     */
    @Override
    public void encodeBody(ByteBuf out) {
        Check.stream(stream);
        if (credit > Credit.MAX) {
            throw new IllegalArgumentException("credit: " + credit + " (expected: 0..32767)");
        }
        out.writeByte(subscriptionId);
        Wire.writeString(out, stream);
        offset.writeStart(out);
        out.writeShort(credit);
        if (!properties.isEmpty()) {
            Wire.writeProperties(out, properties);
        }
    }

    /** Reads the request. */
    public static Subscribe decode(ByteBuf in) {
        return decode(in, Wire::readProperties);
    }

    /** Reads the request, with a function that reads its properties if there are any. */
    public static Subscribe decode(ByteBuf in, Function<ByteBuf, Map<String, String>> properties) {
        return new Subscribe(
                Wire.readUint8(in),
                Wire.readString(in),
                OffsetSpec.read(in),
                Wire.readUint16(in),
                in.isReadable() ? properties.apply(in) : Map.of());
    }
}
