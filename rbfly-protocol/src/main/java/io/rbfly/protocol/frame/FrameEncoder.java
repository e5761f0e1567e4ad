package io.rbfly.protocol.frame;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.wire.CommandKey;

/**
 * Encodes commands to frames, protocol section 1.
 *
 * <pre>
 *   size uint32, not counting itself | key uint16 | version uint16 | correlation id uint32, if any | body
 * </pre>
 *
 * The size is set after the body was written, so lengths need not be computed in advance. If writing fails, the buffer
 * is left unchanged.
 */
public final class FrameEncoder {
    private FrameEncoder() {}

    /** Writes a command without correlation id. */
    public static void encode(ByteBuf out, OneWay command) {
        // The refusal of a credit is the only response without correlation id.
        encode(out, command, command instanceof Credit.Refusal, false, 0);
    }

    /** Writes a request with a correlation id. */
    public static void encode(ByteBuf out, int correlationId, Request<?> request) {
        encode(out, request, false, true, correlationId);
    }

    /** Writes the response to the request that had the correlation id. */
    public static void encode(ByteBuf out, int correlationId, Response response) {
        encode(out, response, true, true, correlationId);
    }

    private static void encode(ByteBuf out, Command command, boolean response, boolean correlated, int correlationId) {
        int start = out.writerIndex();
        try {
            out.writeInt(0);
            out.writeShort(command.key().number() | (response ? CommandKey.RESPONSE_BIT : 0));
            out.writeShort(command.version());
            if (correlated) {
                out.writeInt(correlationId);
            }
            command.encodeBody(out);
            out.setInt(start, out.writerIndex() - start - 4);
        } catch (RuntimeException e) {
            out.writerIndex(start);
            throw e;
        }
    }
}
