package io.rbfly.client.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static Backoff backoff(RandomGenerator random) {
        return new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), random);
    }

    @Test
    void doublesFromTheFirstPauseToTheLongest() {
        Backoff backoff = backoff(new Random(1));
        for (int expected : new int[] {1, 2, 4, 8, 16, 30, 30, 30}) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(expected * 500L), Duration.ofSeconds(expected));
        }
        assertThat(backoff.attempts()).isEqualTo(8);
    }

    @Test
    void startsAgainAfterASuccess() {
        Backoff backoff = backoff(new Random(1));
        backoff.next();
        backoff.next();
        backoff.reset();

        assertThat(backoff.attempts()).isZero();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void staysInBoundsForManyAttempts() {
        Backoff backoff = backoff(new Random(2));
        for (int i = 0; i < 10_000; i++) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(30));
        }
    }

    @Test
    void twoClientsDoNotWaitTheSame() {
        assertThat(backoff(new Random(1)).next())
                .isNotEqualTo(backoff(new Random(2)).next());
    }
}
