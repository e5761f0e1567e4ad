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

/**
 * Opens a virtual host, protocol section 4.
 *
 * <pre>
 *   request:  virtual host string
 *   reply:    code uint16 | properties, absent if there are none
 * </pre>
 *
 * @param virtualHost its name, / for the default one
 */
public record Open(String virtualHost) implements Request<Open.Reply> {
    @Override
    public CommandKey key() {
        return CommandKey.OPEN;
    }

    @Override
    public Class<Reply> responseType() {
        return Reply.class;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        Wire.writeString(out, virtualHost);
    }

    /** Reads the request. */
    public static Open decode(ByteBuf in) {
        return new Open(Wire.readString(in));
    }

    /** Properties of the connection: the advertised host and port of the node. */
    public record Reply(ResponseCode code, Map<String, String> properties) implements Response {
        public Reply {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }

        @Override
        public CommandKey key() {
            return CommandKey.OPEN;
        }

        @Override
        public void encodeBody(ByteBuf out) {
            code.write(out);
            if (!properties.isEmpty()) {
                Wire.writeProperties(out, properties);
            }
        }

        /** Reads the reply. */
        public static Reply decode(ByteBuf in) {
            return new Reply(ResponseCode.read(in), in.isReadable() ? Wire.readProperties(in) : Map.of());
        }
    }
}
