package io.rbfly.protocol.command.subscribing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;

/**
 * Permits the broker to send more chunks, protocol section 9. There is a response only in case of an error.
 *
 * <pre>
 *   subscription id uint8 | credit int16
 * </pre>
 *
 * @param subscriptionId 0 to 255
 * @param credit number of chunks, 1 to 32767. A command that was received may also have 0, or a negative number: these
 *     are not sent, since some brokers then send without limit
 */
public record Credit(int subscriptionId, int credit) implements OneWay {
    /** The largest credit. */
    public static final int MAX = 32_767;

    public Credit {
        Check.uint8("subscriptionId", subscriptionId);
        if (credit < Short.MIN_VALUE || credit > MAX) {
            throw new IllegalArgumentException("credit: " + credit + " (expected: 1..32767)");
        }
    }

    @Override
    public CommandKey key() {
        return CommandKey.CREDIT;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the credit is less than 1
     */
    @Override
    public void encodeBody(ByteBuf out) {
        if (credit < 1) {
            throw new IllegalArgumentException("credit: " + credit + " (expected: 1..32767)");
        }
        out.writeByte(subscriptionId);
        out.writeShort(credit);
    }

    /** Reads the command. */
    public static Credit decode(ByteBuf in) {
        return new Credit(Wire.readUint8(in), (short) Wire.readUint16(in));
    }

    /**
     * The broker's response to a credit that it cannot use.
     *
     * <pre>
     *   code uint16 | subscription id uint8
     * </pre>
     */
    public record Refusal(ResponseCode code, int subscriptionId) implements OneWay {
        public Refusal {
            Check.uint8("subscriptionId", subscriptionId);
        }

        @Override
        public CommandKey key() {
            return CommandKey.CREDIT;
        }

        @Override
        public void encodeBody(ByteBuf out) {
            code.write(out);
            out.writeByte(subscriptionId);
        }

        /** Reads the refusal. */
        public static Refusal decode(ByteBuf in) {
            return new Refusal(ResponseCode.read(in), Wire.readUint8(in));
        }
    }
}
