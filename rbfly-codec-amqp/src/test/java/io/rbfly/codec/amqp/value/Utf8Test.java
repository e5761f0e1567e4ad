package io.rbfly.codec.amqp.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.Hex;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {
    @Test
    void everyCharacterGoesOutAndComesBack() {
        StringBuilder text = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                text.appendCodePoint(c);
            }
        }
        String all = text.toString();
        AmqpMessage message = AmqpMessage.of(all);

        assertThat(Hex.decoded(Hex.encoded(message)).body()).isEqualTo(all);
        assertThat(Hex.encoded(message)).endsWith(Hex.hex(all.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void agreesWithTheJdkOnWhatIsWellFormed() {
        byte[] octets = new byte[4];
        for (int i = 0; i < 1 << 24; i += 37) { // a prime step covers all values of each octet
            octets[0] = (byte) (0xc0 | i >>> 18);
            octets[1] = (byte) (i >>> 12);
            octets[2] = (byte) (i >>> 6);
            octets[3] = (byte) i;
            boolean replaced = new String(octets, StandardCharsets.UTF_8).indexOf('\ufffd') >= 0;
            boolean encodesReplacement = Hex.hex(octets).contains("efbfbd");

            assertThat(Utf8.malformedAt(octets, 0, 4) >= 0).isEqualTo(replaced && !encodesReplacement);
        }
    }

    @Test
    void seesAnOctetAbove7fAtAnyPlace() {
        for (int length = 0; length < 30; length++) {
            byte[] octets = new byte[length];
            assertThat(Utf8.isAscii(octets, 0, length)).isTrue();
            for (int i = 0; i < length; i++) {
                octets[i] = -1;
                assertThat(Utf8.isAscii(octets, 0, length)).isFalse();
                assertThat(Utf8.isAscii(octets, i + 1, length)).isTrue();
                octets[i] = 0;
            }
        }
    }
}
