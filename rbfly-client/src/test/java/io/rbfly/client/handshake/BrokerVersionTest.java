package io.rbfly.client.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerVersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"3.11.0", "3.11", "3.13.7", "4.0.5", "4.1.0-beta.3", "10.0.0", "4.3.5+12.gabc"})
    void newEnough(String version) {
        assertThat(Handshake.isAtLeast3Dot11(version)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.10.8", "3.9.0", "2.99.1", "", "unknown", "v4.0.5", "4", "99999999999.1"})
    void olderOrNotToBeRead(String version) {
        assertThat(Handshake.isAtLeast3Dot11(version)).isFalse();
    }
}
