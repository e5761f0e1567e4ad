package io.rbfly.client.publish.partition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that the official Java client has computed. */
class Murmur3Test {
    @ParameterizedTest
    @CsvSource({
        "'', c6757d56, 1, 6",
        "a, 40c5855a, 1, 4",
        "hello, 4ec83379, 0, 5",
        "key, 2a5c663b, 1, 5",
        "invoice-1, 4fcc53d2, 0, 6",
        "0, ae9784fd, 2, 5",
        "1, 91cf8aee, 2, 8",
        "user-42, d09fb8df, 0, 9",
        "żółć, bd750d04, 2, 8",
        "😀, f5624457, 0, 3"
    })
    void theHashIsThatOfTheOfficialClients(String key, String hash, int ofThree, int ofTen) {
        assertThat(Integer.toHexString(Murmur3.hash(key))).isEqualTo(hash);
        assertThat(Murmur3.partition(key, 3)).isEqualTo(ofThree);
        assertThat(Murmur3.partition(key, 10)).isEqualTo(ofTen);
    }
}
