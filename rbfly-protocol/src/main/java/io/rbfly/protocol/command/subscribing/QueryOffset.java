package io.rbfly.protocol.command.subscribing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;

/**
 * Requests the offset that is stored under a reference, protocol section 10.
 *
 * <pre>
 *   request:  reference string | stream string
 *   reply:    code uint16 | offset uint64
 * </pre>
 *
 * @param reference 1 to 255 bytes in UTF-8
 * @param stream the stream's name
 */
public record QueryOffset(String reference, String stream) implements Request<QueryOffset.Reply> {
    @Override
    public CommandKey key() {
        return CommandKey.QUERY_OFFSET;
    }

    @Override
    public Class<Reply> responseType() {
        return Reply.class;
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
    }

    /** Reads the request. */
    public static QueryOffset decode(ByteBuf in) {
        return new QueryOffset(Wire.readString(in), Wire.readString(in));
    }

    /**
     * The stored offset.
     *
     * @param offset unsigned; meaningful only if the code is {@link ResponseCode#OK}
     */
    public record Reply(ResponseCode code, long offset) implements Response {
        @Override
        public CommandKey key() {
            return CommandKey.QUERY_OFFSET;
        }

        @Override
        public void encodeBody(ByteBuf out) {
            code.write(out);
            out.writeLong(offset);
        }

        /** Reads the reply. */
        public static Reply decode(ByteBuf in) {
            return new Reply(ResponseCode.read(in), Wire.readInt64(in));
        }
    }
}
