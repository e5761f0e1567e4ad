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
 * Requests the partitions that are bound to a super stream with a key, protocol section 11.
 *
 * <pre>
 *   request:  routing key string | super stream string
 *   reply:    code uint16 | streams [string]
 * </pre>
 *
 * @param routingKey the key, which may be empty
 * @param superStream the super stream's name, 1 to 255 bytes in UTF-8
 */
public record Route(String routingKey, String superStream) implements Request<Route.Reply> {
    @Override
    public CommandKey key() {
        return CommandKey.ROUTE;
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
        Wire.writeString(out, routingKey);
        Wire.writeString(out, superStream);
    }

    /** Reads the request. */
    public static Route decode(ByteBuf in) {
        return new Route(Wire.readString(in), Wire.readString(in));
    }

    /**
     * The partitions with the key. Brokers before 3.11.1 send this reply without the response bit in its key.
     *
     * @param streams names of streams; empty if no partition has the key, several if several have it
     */
    public record Reply(ResponseCode code, List<String> streams) implements Response {
        public Reply {
            streams = List.copyOf(streams);
        }

        @Override
        public CommandKey key() {
            return CommandKey.ROUTE;
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
