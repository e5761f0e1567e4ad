package io.rbfly.protocol.command.connection;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;

/**
 * Negotiates limits: the broker proposes them and the client's answer is final; protocol section 4.
 *
 * <pre>
 *   frame max uint32 | heartbeat uint32
 * </pre>
 *
 * <p>Numbers above 2<sup>31</sup>-1 are read as 2<sup>31</sup>-1.
 *
 * @param frameMax largest frame in bytes, not counting its size field; 0 for no limit
 * @param heartbeatSeconds seconds between heartbeats; 0 for none
 */
public record Tune(int frameMax, int heartbeatSeconds) implements OneWay {
    public Tune {
        if (frameMax < 0 || heartbeatSeconds < 0) {
            throw new IllegalArgumentException(
                    "frame max " + frameMax + ", heartbeat " + heartbeatSeconds + " (expected: 31 bit numbers)");
        }
    }

    @Override
    public CommandKey key() {
        return CommandKey.TUNE;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        out.writeInt(frameMax);
        out.writeInt(heartbeatSeconds);
    }

    /** Reads the command. */
    public static Tune decode(ByteBuf in) {
        return new Tune(clamp(Wire.readInt32(in)), clamp(Wire.readInt32(in)));
    }

    /** A number that does not fit into 31 bits is equivalent to the largest that does. */
    private static int clamp(int unsigned) {
        return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
    }
}
