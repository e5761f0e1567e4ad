package io.rbfly.testkit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class EmbeddedBuilderTest {
    @Test
    void refusesWhatMakesNoSense() {
        refused(builder -> builder.port(65_536)).hasMessage("port: 65536 (expected: 0..65535)");
        refused(builder -> builder.maxMemory(0)).hasMessage("maxMemory: 0 (expected: > 0)");
        refused(builder -> builder.frameMax(100)).hasMessage("frameMax: 100 (expected: 8192..16777216)");
        refused(builder -> builder.heartbeat(Duration.ofMillis(1500))).hasMessageStartingWith("heartbeat: PT1.5S");
        refused(builder -> builder.electionDelay(Duration.ofSeconds(-1))).hasMessageStartingWith("electionDelay: ");
        refused(builder -> builder.requestTimeout(Duration.ZERO)).hasMessageStartingWith("requestTimeout: PT0S");
        refused(builder -> builder.maxConnections(-1)).hasMessage("maxConnections: -1 (expected: >= 0)");
        refused(builder -> builder.user("", "x")).hasMessage("name: empty (expected: a name)");
        refused(builder -> builder.user("a", "x", "(", ".*", ".*")).hasMessageStartingWith("permissions of a: ");
        refused(builder -> builder.tls(Path.of("no.pem"), Path.of("no-key.pem")));
        assertThatThrownBy(() -> EmbeddedCluster.builder().nodes(27)).hasMessage("nodes: 27 (expected: 1..26)");
    }

    private static AbstractThrowableAssert<?, ?> refused(Consumer<EmbeddedBrokerBuilder> setting) {
        return assertThatThrownBy(() -> setting.accept(EmbeddedBroker.builder()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClockIsMovedByHand() {
        ManualClock clock = ManualClock.at(Instant.EPOCH);

        clock.advance(Duration.ofHours(1));

        assertThat(clock.millis()).isEqualTo(3_600_000);
        assertThatThrownBy(() -> clock.advance(Duration.ofHours(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duration: PT-1H (expected: not negative)");
    }

    @Test
    void aClockHasATimeOfMessages() {
        ManualClock clock = ManualClock.at(Instant.ofEpochMilli(Long.MAX_VALUE));
        assertThatThrownBy(() -> ManualClock.at(Instant.MAX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("time: +1000000000-12-31T");
        assertThatThrownBy(() -> clock.advance(Duration.ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("time: +292278994-08-17T07:12:55.808Z");
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("duration: PT");
        assertThat(clock.millis()).isEqualTo(Long.MAX_VALUE);
        refused(builder -> builder.clock(() -> Instant.MIN)).hasMessageStartingWith("clock: ");
    }
}
