package io.rbfly.protocol.command.subscribing;

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
import java.util.function.Function;

/**
 * Requests the offset at which a subscription would start: that of the first message of a chunk, or the end of the
 * stream; protocol section 11. Supported by brokers from 4.3 on; older ones close the connection.
 *
 * <pre>
 *   request:  stream string | offset specification | properties, absent if empty
 *   reply:    code uint16 | type uint16 | offset uint64
 * </pre>
 *
 * @param stream the stream's name, 1 to 255 bytes in UTF-8
 * @param offset where a subscription would start; not {@link OffsetSpec.None}, for which brokers close the connection
 * @param properties as in {@link Subscribe}, empty for none
 */
public record ResolveOffsetSpec(String stream, OffsetSpec offset, Map<String, String> properties)
        implements Request<ResolveOffsetSpec.Reply> {
    public ResolveOffsetSpec {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    @Override
    public CommandKey key() {
        return CommandKey.RESOLVE_OFFSET_SPEC;
    }

    @Override
    public Class<Reply> responseType() {
        return Reply.class;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the stream's name is empty, longer than 255 bytes, or has a line break, or if
     *     the offset specification is {@link OffsetSpec.None}
     */
    @Override
    public void encodeBody(ByteBuf out) {
        Check.stream(stream);
        Wire.writeString(out, stream);
        offset.writeStart(out);
        if (!properties.isEmpty()) {
            Wire.writeProperties(out, properties);
        }
    }

    /** Reads the request. */
    public static ResolveOffsetSpec decode(ByteBuf in) {
        return decode(in, Wire::readProperties);
    }

    /** Reads the request, with a function that reads its properties if there are any. */
    public static ResolveOffsetSpec decode(ByteBuf in, Function<ByteBuf, Map<String, String>> properties) {
        return new ResolveOffsetSpec(
                Wire.readString(in), OffsetSpec.read(in), in.isReadable() ? properties.apply(in) : Map.of());
    }

    /**
     * The offset.
     *
     * @param offset always {@link OffsetSpec.At} from brokers; meaningful only if the code is {@link ResponseCode#OK}
     */
    public record Reply(ResponseCode code, OffsetSpec offset) implements Response {
        @Override
        public CommandKey key() {
            return CommandKey.RESOLVE_OFFSET_SPEC;
        }

        @Override
        public void encodeBody(ByteBuf out) {
            code.write(out);
            offset.write(out);
            if (!hasValue(offset)) {
                out.writeLong(0);
            }
        }

        /** Reads the reply. */
        public static Reply decode(ByteBuf in) {
            ResponseCode code = ResponseCode.read(in);
            OffsetSpec offset = OffsetSpec.read(in);
            if (!hasValue(offset)) {
                Wire.readInt64(in);
            }
            return new Reply(code, offset);
        }

        /** The reply has 64 bits after each type, also after those that have no value elsewhere. */
        private static boolean hasValue(OffsetSpec offset) {
            return offset instanceof OffsetSpec.At || offset instanceof OffsetSpec.Timestamp;
        }
    }
}
