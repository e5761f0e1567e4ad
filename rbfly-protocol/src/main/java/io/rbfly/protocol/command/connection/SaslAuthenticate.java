package io.rbfly.protocol.command.connection;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;
import java.util.Arrays;

/**
 * Authenticates, protocol section 4.
 *
 * <pre>
 *   request:  mechanism string | data bytes
 *   reply:    code uint16 | challenge, only with code 10
 * </pre>
 *
 * @param mechanism one of those offered
 * @param data the data of the mechanism; it may contain a password, so it is never printed
 */
public record SaslAuthenticate(String mechanism, byte[] data) implements Request<SaslAuthenticate.Reply> {
    @Override
    public CommandKey key() {
        return CommandKey.SASL_AUTHENTICATE;
    }

    @Override
    public Class<Reply> responseType() {
        return Reply.class;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        Wire.writeString(out, mechanism);
        Wire.writeBytes(out, data);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SaslAuthenticate that
                && mechanism.equals(that.mechanism)
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * mechanism.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "SaslAuthenticate[mechanism=" + mechanism + ", data of " + data.length + " bytes]";
    }

    /** Reads the request. */
    public static SaslAuthenticate decode(ByteBuf in) {
        return new SaslAuthenticate(Wire.readString(in), Wire.readBytes(in));
    }

    /** Whether the broker accepts. A challenge is not read, since no mechanism that a client can choose has one. */
    public record Reply(ResponseCode code) implements Response {
        @Override
        public CommandKey key() {
            return CommandKey.SASL_AUTHENTICATE;
        }

        @Override
        public void encodeBody(ByteBuf out) {
            code.write(out);
        }

        /** Reads the reply. */
        public static Reply decode(ByteBuf in) {
            return new Reply(ResponseCode.read(in));
        }
    }
}
