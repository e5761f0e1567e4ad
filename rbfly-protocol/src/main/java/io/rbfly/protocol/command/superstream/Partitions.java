package io.rbfly.protocol.command.superstream;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;
import java.util.List;

/**
 * Requests the partitions of a super stream, protocol section 11.
 *
 * <pre>
 *   request:  super stream string
 *   reply:    code uint16 | streams [string]
 * </pre>
 *
 * @param superStream the super stream's name, 1 to 255 bytes in UTF-8
 */
public record Partitions(String superStream) implements Request<Partitions.Reply> {
    @Override
    public CommandKey key() {
        return CommandKey.PARTITIONS;
    }

    @Override
    public Class<Reply> responseType() {
        return Reply.class;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the name is empty, longer than 255 bytes, or has a line break
     */
    @Override
    public void encodeBody(ByteBuf out) {
        Check.name("superStream", superStream);
        Wire.writeString(out, superStream);
    }

    /** Reads the request. */
    public static Partitions decode(ByteBuf in) {
        return new Partitions(Wire.readString(in));
    }

    /**
     * The partitions. Brokers before 3.11.1 send this reply without the response bit in its key.
     *
     * @param streams names of streams in the order of the partitions; a stream that is bound twice is there twice
     */
    public record Reply(ResponseCode code, List<String> streams) implements Response {
        public Reply {
            streams = List.copyOf(streams);
        }

        @Override
        public CommandKey key() {
            return CommandKey.PARTITIONS;
        }

        @Override
        public void encodeBody(ByteBuf out) {
            code.write(out);
            Wire.writeList(out, streams, Wire::writeString);
        }

        /** Reads the reply. */
        public static Reply decode(ByteBuf in) {
            return new Reply(ResponseCode.read(in), Wire.readList(in, 2, Wire::readString));
        }
    }
}
