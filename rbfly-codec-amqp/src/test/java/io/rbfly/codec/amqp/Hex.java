package io.rbfly.codec.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;

/** Octets as hexadecimal text, in which blanks only separate. */
public final class Hex {
    private Hex() {}

    static byte[] octets(String... hex) {
        return HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
    }

    public static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    static String strip(String hex) {
        return hex.replace(" ", "");
    }

    /** Returns what a message, or a message with only this body, is encoded to. */
    public static String encoded(Object bodyOrMessage) {
        ByteBuf buffer = Unpooled.buffer(4);
        AmqpCodec.encode(bodyOrMessage, buffer);
        return ByteBufUtil.hexDump(buffer);
    }

    public static AmqpMessage decoded(String... hex) {
        return AmqpMessage.decode(octets(hex));
    }
}
