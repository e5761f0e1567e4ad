package io.rbfly.protocol.command.stream;

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
 * Creates a stream, protocol section 11.
 *
 * <pre>
 *   request:  stream string | arguments properties
 *   reply:    code uint16
 * </pre>
 *
 * @param stream 1 to 255 bytes in UTF-8
 * @param arguments retention and placement. The caller checks their values: brokers before 4 drop all connections of a
 *     node if a number is malformed
 */
public record Create(String stream, Map<String, String> arguments) implements Request<StatusResponse> {
    public Create {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    @Override
    public CommandKey key() {
        return CommandKey.CREATE;
    }

    @Override
    public Class<StatusResponse> responseType() {
        return StatusResponse.class;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the stream's name is empty, longer than 255 bytes, or has a line break
     */
    @Override
    public void encodeBody(ByteBuf out) {
        Check.stream(stream);
        Wire.writeString(out, stream);
        Wire.writeProperties(out, arguments);
    }

    /** Reads the request. */
    public static Create decode(ByteBuf in) {
        return decode(in, Wire::readProperties);
    }

    /** Reads the request, with a function that reads its arguments. */
    public static Create decode(ByteBuf in, Function<ByteBuf, Map<String, String>> properties) {
        return new Create(Wire.readString(in), properties.apply(in));
    }
}
