package io.rbfly.protocol.command.connection;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;

/**
 * Proposes limits, first the broker, then the client, whose word is final; protocol section 4.
 *
 * <pre>
 *   frame max uint32 | heartbeat uint32
 * </pre>
 *
 * <p>Numbers above 2<sup>31</sup>-1 are read as that.
 *
 * @param frameMax largest frame in bytes, its size field not counted; 0 for no limit
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

    /** What does not fit 31 bits is as good as the largest that does. */
    private static int clamp(int unsigned) {
        return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
    }
}
