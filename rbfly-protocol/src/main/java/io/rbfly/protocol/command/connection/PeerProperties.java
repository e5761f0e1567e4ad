package io.rbfly.protocol.command.connection;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Identifies a peer: the first frame of a connection, protocol section 4.
 *
 * <pre>
 *   request:  properties
 *   reply:    code uint16 | properties
 * </pre>
 *
 * @param properties product, version, connection_name and others, chosen by the sender
 */
public record PeerProperties(Map<String, String> properties) implements Request<PeerProperties.Reply> {
    public PeerProperties {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    @Override
    public CommandKey key() {
        return CommandKey.PEER_PROPERTIES;
    }

    @Override
    public Class<Reply> responseType() {
        return Reply.class;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        Wire.writeProperties(out, properties);
    }

    /** Reads the request. */
    public static PeerProperties decode(ByteBuf in) {
        return decode(in, Wire::readProperties);
    }

    /** Reads the request, with a function that reads its properties. */
    public static PeerProperties decode(ByteBuf in, Function<ByteBuf, Map<String, String>> properties) {
        return new PeerProperties(properties.apply(in));
    }

    /** The properties of the broker, including its product and version. */
    public record Reply(ResponseCode code, Map<String, String> properties) implements Response {
        public Reply {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }

        @Override
        public CommandKey key() {
            return CommandKey.PEER_PROPERTIES;
        }

        @Override
        public void encodeBody(ByteBuf out) {
            code.write(out);
            Wire.writeProperties(out, properties);
        }

        /** Reads the reply. */
        public static Reply decode(ByteBuf in) {
            return new Reply(ResponseCode.read(in), Wire.readProperties(in));
        }
    }
}
