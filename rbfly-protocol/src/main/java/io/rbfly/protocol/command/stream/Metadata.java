package io.rbfly.protocol.command.stream;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;
import java.util.List;

/**
 * Requests the nodes of streams, protocol section 11.
 *
 * <pre>
 *   request:  streams [string]
 *   reply:    brokers [ reference uint16 | host string | port uint32 ]
 *             streams [ stream string | code uint16 | leader uint16 | replicas [uint16] ]
 * </pre>
 *
 * @param streams names of streams
 */
public record Metadata(List<String> streams) implements Request<Metadata.Reply> {
    public Metadata {
        streams = List.copyOf(streams);
    }

    @Override
    public CommandKey key() {
        return CommandKey.METADATA;
    }

    @Override
    public Class<Reply> responseType() {
        return Reply.class;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        Wire.writeList(out, streams, Wire::writeString);
    }

    /** Reads the request. */
    public static Metadata decode(ByteBuf in) {
        return new Metadata(Wire.readList(in, 2, Wire::readString));
    }

    /** A node, as it advertises itself. */
    public record Broker(int reference, String host, int port) {
        private void write(ByteBuf out) {
            out.writeShort(reference);
            Wire.writeString(out, host);
            out.writeInt(port);
        }

        private static Broker read(ByteBuf in) {
            return new Broker(Wire.readUint16(in), Wire.readString(in), Wire.readInt32(in));
        }
    }

    /**
     * The location of a stream.
     *
     * @param code {@link ResponseCode#OK}, or the reason why the location is unknown
     * @param leader reference of a broker, {@link #NO_LEADER} if there is currently none
     * @param replicas references of brokers, not including the leader
     */
    public record StreamInfo(String stream, ResponseCode code, int leader, List<Integer> replicas) {
        /** The leader's reference if there is no leader. */
        public static final int NO_LEADER = 0xffff;

        public StreamInfo {
            replicas = List.copyOf(replicas);
        }

        private void write(ByteBuf out) {
            Wire.writeString(out, stream);
            code.write(out);
            out.writeShort(leader);
            Wire.writeList(out, replicas, ByteBuf::writeShort);
        }

        private static StreamInfo read(ByteBuf in) {
            return new StreamInfo(
                    Wire.readString(in),
                    ResponseCode.read(in),
                    Wire.readUint16(in),
                    Wire.readList(in, 2, Wire::readUint16));
        }
    }

    /** Nodes and streams, in any order. It has only nodes that the streams refer to. */
    public record Reply(List<Broker> brokers, List<StreamInfo> streams) implements Response {
        public Reply {
            brokers = List.copyOf(brokers);
            streams = List.copyOf(streams);
        }

        /** Always OK: each stream has a code of its own. */
        @Override
        public ResponseCode code() {
            return ResponseCode.OK;
        }

        @Override
        public CommandKey key() {
            return CommandKey.METADATA;
        }

        @Override
        public void encodeBody(ByteBuf out) {
            Wire.writeList(out, brokers, (buffer, broker) -> broker.write(buffer));
            Wire.writeList(out, streams, (buffer, stream) -> stream.write(buffer));
        }

        /** Reads the reply. */
        public static Reply decode(ByteBuf in) {
            return new Reply(Wire.readList(in, 8, Broker::read), Wire.readList(in, 10, StreamInfo::read));
        }
    }
}
