package io.rbfly.demo.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.demo.Recorded;
import io.rbfly.demo.timeline.Timeline.Link;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void startsAtZero() {
        assertThat(new Recorded().timeline().nowNanos()).isZero();
    }

    @Test
    void remembersCalculations() {
        Timeline timeline = new Recorded()
                .afterSeconds(2)
                .calculation(Duration.ofSeconds(3))
                .timeline();

        assertThat(timeline.calculations()).singleElement().satisfies(span -> {
            assertThat(span.fromNanos).isEqualTo(2 * SECOND);
            assertThat(span.toNanos).isEqualTo(5 * SECOND);
        });
        assertThat(timeline.unfinishedCalculation()).isNull();
    }

    @Test
    void keepsAnUnfinishedCalculationApart() {
        Recorded recorded = new Recorded();
        recorded.timeline().calculationStarted();
        recorded.afterSeconds(4);

        assertThat(recorded.timeline().calculations()).isEmpty();
        assertThat(recorded.timeline().unfinishedCalculation())
                .satisfies(span -> assertThat(span.length()).isEqualTo(Duration.ofSeconds(4)));
    }

    @Test
    void endsNoCalculationThatWasNotStarted() {
        assertThatThrownBy(() -> new Recorded().timeline().calculationDone()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void remembersHeartbeatsOfEachConnection() {
        Timeline timeline = new Recorded().afterSeconds(1).heartbeats().timeline();

        assertThat(timeline.heartbeatsSent()).singleElement().satisfies(heartbeat -> {
            assertThat(heartbeat.connection).isEqualTo(Recorded.CONNECTION);
            assertThat(heartbeat.nanos).isEqualTo(SECOND);
        });
        assertThat(timeline.heartbeatsReceived()).hasSize(1);
    }

    @Test
    void remembersTheLifeOfConnections() {
        List<Link> links = new Recorded()
                .opened(false)
                .afterSeconds(5)
                .closed(true)
                .afterSeconds(1)
                .opened(true)
                .timeline()
                .links();

        assertThat(links).hasSize(2);
        assertThat(links.get(0).closedByPeer()).isTrue();
        assertThat(links.get(0).closedNanos()).isEqualTo(5 * SECOND);
        assertThat(links.get(1).reconnect).isTrue();
        assertThat(links.get(1).isOpen()).isTrue();
    }

    @Test
    void countsBackToWhenABlockBegan() {
        Timeline timeline =
                new Recorded().afterSeconds(10).blocked(Duration.ofSeconds(7)).timeline();

        assertThat(timeline.blocks()).singleElement().satisfies(span -> {
            assertThat(span.fromNanos).isEqualTo(3 * SECOND);
            assertThat(span.toNanos).isEqualTo(10 * SECOND);
        });
    }

    @Test
    void countsBackToWhenAPauseBegan() {
        Timeline timeline =
                new Recorded().afterSeconds(10).paused(Duration.ofSeconds(7)).timeline();

        assertThat(timeline.pauses()).singleElement().satisfies(span -> {
            assertThat(span.fromNanos).isEqualTo(3 * SECOND);
            assertThat(span.toNanos).isEqualTo(10 * SECOND);
        });
        assertThat(timeline.blocks()).isEmpty();
    }
}
