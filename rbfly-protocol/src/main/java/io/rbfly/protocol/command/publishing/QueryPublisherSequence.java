package io.rbfly.protocol.command.publishing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;

/**
 * Requests the highest publishing id that is stored under a publisher's reference, protocol section 7.
 *
 * <pre>
 *   request:  reference string | stream string
 *   reply:    code uint16 | sequence uint64
 * </pre>
 *
 * @param reference 1 to 255 bytes in UTF-8
 * @param stream the stream's name
 */
public record QueryPublisherSequence(String reference, String stream) implements Request<QueryPublisherSequence.Reply> {
    @Override
    public CommandKey key() {
        return CommandKey.QUERY_PUBLISHER_SEQUENCE;
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
    public static QueryPublisherSequence decode(ByteBuf in) {
        return new QueryPublisherSequence(Wire.readString(in), Wire.readString(in));
    }

    /**
     * The highest id.
     *
     * @param sequence unsigned; also 0 if the broker does not know the reference
     */
    public record Reply(ResponseCode code, long sequence) implements Response {
        @Override
        public CommandKey key() {
            return CommandKey.QUERY_PUBLISHER_SEQUENCE;
        }

        @Override
        public void encodeBody(ByteBuf out) {
            code.write(out);
            out.writeLong(sequence);
        }

        /** Reads the reply. */
        public static Reply decode(ByteBuf in) {
            return new Reply(ResponseCode.read(in), Wire.readInt64(in));
        }
    }
}
