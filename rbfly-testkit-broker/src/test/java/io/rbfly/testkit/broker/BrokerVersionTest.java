package io.rbfly.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerVersionTest {
    @ParameterizedTest
    @CsvSource({"3.10, 3, 10", "3.10.8, 3, 10", "4.0.5, 4, 0", "4.1.0-rc.1, 4, 1", "3.13.7+deb, 3, 13"})
    void readsMajorAndMinor(String text, int major, int minor) {
        assertThat(BrokerVersion.parse(text)).isEqualTo(new BrokerVersion(major, minor));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "four.0", "4.", "4.0x"})
    void refusesWhatIsNoVersion(String text) {
        assertThatThrownBy(() -> BrokerVersion.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"3.10, 3.10", "4.3, 4.3", "4.0+, 4.0 4.3", "3.10+, 3.10 4.0 4.3", "3.11+, 4.0 4.3", "4.4+, ''"})
    void selectsOneVersionOrAllFromOneOn(String text, String versions) {
        assertThat(BrokerVersion.select(text).map(BrokerVersion::toString))
                .containsExactly(Stream.of(versions.split(" "))
                        .filter(version -> !version.isEmpty())
                        .toArray(String[]::new));
    }

    @Test
    void theCurrentVersionIsTheLastOfThoseTested() {
        assertThat(BrokerVersion.TESTED).isSorted().endsWith(BrokerVersion.CURRENT);
    }

    @Test
    void comparesNumbersAndNotText() {
        var version = BrokerVersion.parse("3.10.8");
        assertThat(version.atLeast(3, 9)).isTrue();
        assertThat(version.atLeast(3, 10)).isTrue();
        assertThat(version.atLeast(3, 11)).isFalse();
        assertThat(version.atLeast(4, 0)).isFalse();
        assertThat(version).hasToString("3.10");
    }
}
