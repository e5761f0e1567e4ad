package io.rbfly.codec.amqp.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.codec.amqp.type.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class KeyCacheTest {

    @Test
    void givesTheSameNameForTheSameOctets() {
        for (int length = 1; length <= 16; length++) {
            byte[] octets = "....abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
            KeyCache.Name name = KeyCache.find(octets, 4, length);

            assertThat(name.text()).isEqualTo("abcdefghijklmnop".substring(0, length));
            assertThat(name.symbol()).isEqualTo(Symbol.of(name.text()));
            octets[4 + length] = '!';
            assertThat(KeyCache.find(octets, 4, length)).isSameAs(name);
        }
    }

    @Test
    void findsNoNameThatIsEmptyLongNotAsciiOrAtTheEndOfTheArray() {
        byte[] octets = new byte[40];
        octets[3] = -1;

        assertThat(KeyCache.find(octets, 0, 0)).isNull();
        assertThat(KeyCache.find(octets, 0, 17)).isNull();
        assertThat(KeyCache.find(octets, 0, 3)).isNotNull();
        assertThat(KeyCache.find(octets, 0, 4)).isNull();
        assertThat(KeyCache.find(octets, 25, 1)).isNull();
        assertThat(KeyCache.find(octets, 24, 1)).isNotNull();
    }

    @Test
    void findsTheOctetsOfAText() {
        KeyCache.Name name = KeyCache.find("abcdefghi");

        assertThat(name.first()).isEqualTo(0x6162636465666768L);
        assertThat(name.second()).isEqualTo(0x6900000000000000L);
        assertThat(KeyCache.find("")).isNull();
        assertThat(KeyCache.find("12345678901234567")).isNull();
        assertThat(KeyCache.find("é")).isNull();
        assertThat(KeyCache.find("ā")).isNull();
    }

    @Test
    void isRightAboutMoreNamesThanItKeeps() {
        for (int i = 0; i < 100_000; i++) {
            String text = Integer.toString(ThreadLocalRandom.current().nextInt(2000), 36);
            byte[] octets = (text + "0123456789abcdef").getBytes(StandardCharsets.US_ASCII);

            assertThat(KeyCache.find(octets, 0, text.length()).text()).isEqualTo(text);
            assertThat(KeyCache.find(text).text()).isEqualTo(text);
        }
    }
}
