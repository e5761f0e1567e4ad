package io.rbfly.demo.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void writesLongDurationsInSecondsAndShortOnesInMilliseconds() {
        assertThat(Words.of(Duration.ofMillis(8449))).isEqualTo("8.4 s");
        assertThat(Words.of(Duration.ofMillis(1000))).isEqualTo("1.0 s");
        assertThat(Words.of(Duration.ofMillis(999))).isEqualTo("999 ms");
    }

    @Test
    void listsAFew() {
        assertThat(Words.of(List.of(Duration.ofSeconds(8), Duration.ofMillis(9100))))
                .isEqualTo("8.0 s, 9.1 s");
        assertThat(Words.of(List.of())).isEmpty();
    }

    @Test
    void givesTheRangeOfMany() {
        List<Duration> many = new java.util.ArrayList<>(Collections.nCopies(20, Duration.ofMillis(5)));
        many.add(Duration.ofMillis(3));
        many.add(Duration.ofMillis(12));

        assertThat(Words.of(many)).isEqualTo("3 ms to 12 ms");
    }
}
