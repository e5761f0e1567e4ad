package io.rbfly.demo.calculation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Patience patience = new Patience(Duration.ofSeconds(60));

    @Test
    void isTwoToThreeHeartbeats() {
        assertThat(patience.shortest()).isEqualTo(Duration.ofMinutes(2));
        assertThat(patience.longest()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void isOutlastedWithAMargin() {
        assertThat(patience.outlasting()).isEqualTo(Duration.ofSeconds(252));
    }
}
