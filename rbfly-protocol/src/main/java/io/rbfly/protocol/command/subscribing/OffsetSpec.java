package io.rbfly.protocol.command.subscribing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.wire.ProtocolException;
import io.rbfly.protocol.wire.Wire;

/**
 * Where a subscription starts, protocol section 8.
 *
 * <pre>
 *   type uint16 | offset uint64 or timestamp int64, only with types 4 and 5
 * </pre>
 */
public sealed interface OffsetSpec {
    /** As in the Subscribe request: only valid in the reply to {@link ConsumerUpdate}. */
    record None() implements OffsetSpec {}

    /** The first chunk that the stream still has. */
    record First() implements OffsetSpec {}

    /** The last chunk of messages. */
    record Last() implements OffsetSpec {}

    /** The messages that are written from now on. */
    record Next() implements OffsetSpec {}

    /** The chunk that contains an offset, which is unsigned. The chunk may start before it. */
    record At(long offset) implements OffsetSpec {}

    /** The first chunk written at or after a time, in milliseconds since 1970. */
    record Timestamp(long epochMillis) implements OffsetSpec {}

    /** Writes the specification. */
    default void write(ByteBuf out) {
        if (this instanceof None) {
            out.writeShort(0);
        } else if (this instanceof First) {
            out.writeShort(1);
        } else if (this instanceof Last) {
            out.writeShort(2);
        } else if (this instanceof Next) {
            out.writeShort(3);
        } else if (this instanceof At at) {
            out.writeShort(4).writeLong(at.offset);
        } else if (this instanceof Timestamp timestamp) {
            out.writeShort(5).writeLong(timestamp.epochMillis);
        }
    }

    /**
     * Writes the specification where {@link None} is not valid.
     *
     * @throws IllegalArgumentException if this is {@link None}, for which brokers close the connection
     */
    default void writeStart(ByteBuf out) {
        if (this instanceof None) {
            throw new IllegalArgumentException("offset: none (expected: where to start)");
        }
        write(out);
    }

    /** Reads a specification. */
    static OffsetSpec read(ByteBuf in) {
        int type = Wire.readUint16(in);
        return switch (type) {
            case 0 -> new None();
            case 1 -> new First();
            case 2 -> new Last();
            case 3 -> new Next();
            case 4 -> new At(Wire.readInt64(in));
            case 5 -> new Timestamp(Wire.readInt64(in));
            default -> throw new ProtocolException("offset type " + type + " (expected: 0..5)");
        };
    }
}
