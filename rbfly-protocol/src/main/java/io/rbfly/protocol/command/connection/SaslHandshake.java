package io.rbfly.protocol.command.connection;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;
import java.util.List;

/**
 * Requests the authentication mechanisms, protocol section 4.
 *
 * <pre>
 *   request:  empty
 *   reply:    code uint16 | mechanisms [string]
 * </pre>
 */
public record SaslHandshake() implements Request<SaslHandshake.Reply> {
    @Override
    public CommandKey key() {
        return CommandKey.SASL_HANDSHAKE;
    }

    @Override
    public Class<Reply> responseType() {
        return Reply.class;
    }

    @Override
    public void encodeBody(ByteBuf out) {}

    /** Reads the request. */
    public static SaslHandshake decode(ByteBuf in) {
        return new SaslHandshake();
    }

    /** The names of the mechanisms that the broker supports, in any order. */
    public record Reply(ResponseCode code, List<String> mechanisms) implements Response {
        public Reply {
            mechanisms = List.copyOf(mechanisms);
        }

        @Override
        public CommandKey key() {
            return CommandKey.SASL_HANDSHAKE;
        }

        @Override
        public void encodeBody(ByteBuf out) {
            code.write(out);
            Wire.writeList(out, mechanisms, Wire::writeString);
        }

        /** Reads the reply. */
        public static Reply decode(ByteBuf in) {
            return new Reply(ResponseCode.read(in), Wire.readList(in, 2, Wire::readString));
        }
    }
}
