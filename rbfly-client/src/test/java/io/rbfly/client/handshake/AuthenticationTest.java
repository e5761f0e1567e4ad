package io.rbfly.client.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationTest {
    @ParameterizedTest
    @CsvSource({
        "3.9.29, true",
        "3.10.8, true",
        "3.10.24, true",
        "3.10.25, false",
        "3.11.18, true",
        "3.11.19, false",
        "3.12.0, true",
        "3.12.0-rc.1, true",
        "3.12.1, false",
        "3.13.0, false",
        "4.0.5, false",
        "10.10.8, false",
        "'', false",
        "unknown, false",
        "99999.10.8, false"
    })
    void versionsThatCloseTheConnectionOnExternal(String version, boolean stumble) {
        assertThat(Authentication.stumblesOverExternal(version)).isEqualTo(stumble);
    }
}
