package io.rbfly.codec.amqp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every vector cut at every octet, and with every bit flipped: a message or a decode exception, and nothing else. */
class DamagedMessageTest {

    @ParameterizedTest
    @MethodSource("messages")
    void cutAnywhereIsAMessageOrRefused(byte[] octets) {
        for (int length = 0; length < octets.length; length++) {
            AnyOctets.check(Arrays.copyOf(octets, length));
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void anyBitFlippedIsAMessageOrRefused(byte[] octets) {
        for (int i = 0; i < octets.length * Byte.SIZE; i++) {
            byte[] damaged = octets.clone();
            damaged[i / Byte.SIZE] ^= (byte) (1 << i % Byte.SIZE);
            AnyOctets.check(damaged);
        }
    }

    static List<byte[]> messages() {
        List<byte[]> messages = new ArrayList<>();
        ValueVector.all().forEach(vector -> messages.add(Hex.octets("005377", vector.hex())));
        MessageVector.all().forEach(vector -> messages.add(vector.octets()));
        return messages;
    }
}
