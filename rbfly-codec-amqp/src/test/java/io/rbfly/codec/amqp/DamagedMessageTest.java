package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;

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
            decode(Arrays.copyOf(octets, length));
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void anyBitFlippedIsAMessageOrRefused(byte[] octets) {
        for (int i = 0; i < octets.length * Byte.SIZE; i++) {
            byte[] damaged = octets.clone();
            damaged[i / Byte.SIZE] ^= (byte) (1 << i % Byte.SIZE);
            decode(damaged);
        }
    }

    /** Uses all there is of a message, which must work when it was decoded. */
    static void decode(byte[] octets) {
        AmqpMessage message;
        try {
            message = AmqpMessage.decode(octets);
        } catch (AmqpDecodeException e) {
            assertThat(e.index()).isBetween(0, octets.length);
            return;
        }
        assertThat(message.toString()).isNotEmpty();
        assertThat(message.hashCode()).isEqualTo(AmqpMessage.decode(octets).hashCode());
        assertThat(Hex.encoded(message)).isEqualTo(Hex.hex(octets));
        try {
            message.decodeAll();
        } catch (AmqpDecodeException e) {
            assertThat(e.index()).isBetween(0, octets.length);
            return;
        }
        try {
            byte[] encoded = Hex.octets(Hex.encoded(message.toBuilder().build()));
            assertThat(AmqpMessage.decode(encoded)).isEqualTo(message);
        } catch (AmqpEncodeException e) {
            assertThat(e).hasMessageContaining("(expected: a value of a simple type)");
        }
    }

    static List<byte[]> messages() {
        List<byte[]> messages = new ArrayList<>();
        ValueVector.all().forEach(vector -> messages.add(Hex.octets("005377", vector.hex())));
        MessageVector.all().forEach(vector -> messages.add(vector.octets()));
        return messages;
    }
}
