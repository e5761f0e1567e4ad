package io.rbfly.protocol.command.stream;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Requests the first and the last chunk of a stream, protocol section 11. Supported by brokers from 3.11 on.
 *
 * <pre>
 *   request:  stream string
 *   reply:    code uint16 | count int32 | count times: name string, value int64
 * </pre>
 *
 * @param stream the stream's name
 */
public record StreamStats(String stream) implements Request<StreamStats.Reply> {
    /** Offset of the first message that the stream still has; -1 if it is empty. */
    public static final String FIRST_CHUNK_ID = "first_chunk_id";

    /** Offset of the first message of the last chunk; -1 if the stream is empty. */
    public static final String LAST_CHUNK_ID = "last_chunk_id";

    /** Offset of the last entry that a majority of nodes has; -1 if the stream is empty. From brokers 4.3 on. */
    public static final String COMMITTED_OFFSET = "committed_offset";

    /** Offset of the first message of the last chunk that a majority of nodes has; -1 if the stream is empty. */
    public static final String COMMITTED_CHUNK_ID = "committed_chunk_id";

    private static final int MIN_STATISTIC = 10;

    @Override
    public CommandKey key() {
        return CommandKey.STREAM_STATS;
    }

    @Override
    public Class<Reply> responseType() {
        return Reply.class;
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
    }

    /** Reads the request. */
    public static StreamStats decode(ByteBuf in) {
        return new StreamStats(Wire.readString(in));
    }

    /** The statistics by name; empty if the code is not OK. */
    public record Reply(ResponseCode code, Map<String, Long> statistics) implements Response {
        public Reply {
            statistics = Collections.unmodifiableMap(new LinkedHashMap<>(statistics));
        }

        @Override
        public CommandKey key() {
            return CommandKey.STREAM_STATS;
        }

        @Override
        public void encodeBody(ByteBuf out) {
            code.write(out);
            out.writeInt(statistics.size());
            statistics.forEach((name, value) -> {
                Wire.writeString(out, name);
                out.writeLong(value);
            });
        }

        /** Reads the reply. */
        public static Reply decode(ByteBuf in) {
            ResponseCode code = ResponseCode.read(in);
            int count = Wire.readCount(in, MIN_STATISTIC);
            Map<String, Long> statistics = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                statistics.put(Wire.readString(in), Wire.readInt64(in));
            }
            return new Reply(code, statistics);
        }
    }
}
