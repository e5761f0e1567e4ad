package io.rbfly.testkit.embedded.session.handshake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.wire.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A name and a password, as the mechanisms encode them.
 *
 * @param password never printed
 */
record Credentials(String name, String password) {
    private static final byte LONG_STRING = 'S';

    /** Reads data of PLAIN: two times a NUL and a text. Null if it is something else. */
    static @Nullable Credentials plain(byte[] data) {
        String[] parts = new String(data, StandardCharsets.UTF_8).split("\0", -1);
        return parts.length == 3 && parts[0].isEmpty() ? new Credentials(parts[1], parts[2]) : null;
    }

    /**
     * Reads data of AMQPLAIN: a table of AMQP 0-9-1 without its size. Null if it has no name or no password.
     *
     * @throws ProtocolException if it is no such table, for which the broker has no answer
     */
    static @Nullable Credentials amqplain(byte[] data) {
        Map<String, String> table = new HashMap<>();
        ByteBuf in = Unpooled.wrappedBuffer(data);
        while (in.isReadable()) {
            String key = text(in, in.readUnsignedByte());
            if (!in.isReadable(5) || in.readByte() != LONG_STRING) {
                throw new ProtocolException("value of " + key + " (expected: a long string)");
            }
            table.put(key, text(in, in.readInt()));
        }
        String name = table.get("LOGIN");
        String password = table.get("PASSWORD");
        return name == null || password == null ? null : new Credentials(name, password);
    }

    private static String text(ByteBuf in, int length) {
        if (length < 0 || length > in.readableBytes()) {
            throw new ProtocolException("text of " + Integer.toUnsignedString(length) + " bytes (expected: at most "
                    + in.readableBytes() + ")");
        }
        return in.readCharSequence(length, StandardCharsets.UTF_8).toString();
    }

    @Override
    public String toString() {
        return "Credentials[" + name + "]";
    }
}
