package io.rbfly.protocol.command;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;

/**
 * Proposes limits, first the broker, then the client, whose word is final; protocol section 4.
 *
 * <pre>
 *   frame max uint32 | heartbeat uint32
 * </pre>
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
        return new Tune(Wire.readInt32(in), Wire.readInt32(in));
    }
}
