package io.rbfly.testkit.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitTest {
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final TestCluster cluster = new TestCluster(3);
    private final ReplicatedStream stream = cluster.stream("s");
    private TestCluster.Publisher publisher = cluster.client("p", 1).publisher(stream);

    @BeforeEach
    void electAtOnce() {
        cluster.state.electionDelay(TestCluster.ELECTION);
    }

    private void write(long id) {
        publisher.write(id);
        cluster.turn();
    }

    @Test
    void waitsUntilItIsNoLongerHeld() {
        cluster.state.holdCommits(true);
        write(1);
        write(2);
        assertThat(cluster.events()).isEmpty();
        assertThat(stream.log().endIndex()).isEqualTo(2);
        cluster.state.holdCommits(false);
        assertThat(cluster.events()).containsExactly("p: confirmed [1]", "p: confirmed [2]");
    }

    @Test
    void waitsForTheDelay() {
        cluster.state.faults().commitDelay(DELAY);
        write(1);
        cluster.advance(DELAY.minusMillis(1));
        assertThat(cluster.events()).isEmpty();
        cluster.advance(Duration.ofMillis(1));
        assertThat(cluster.events()).containsExactly("p: confirmed [1]");
    }

    @Test
    void coversOnlyWhatWasWrittenBeforeTheDelay() {
        cluster.state.faults().commitDelay(DELAY);
        write(1);
        cluster.advance(DELAY.dividedBy(2));
        write(2);
        cluster.advance(DELAY.dividedBy(2));
        assertThat(cluster.events()).containsExactly("p: confirmed [1]");
        cluster.advance(DELAY);
        assertThat(cluster.events()).containsExactly("p: confirmed [2]");
    }

    @Test
    void waitsForTheDelayOfEachMessage() {
        cluster.state.delayCommits(DELAY);
        write(1);
        cluster.advance(DELAY.dividedBy(2));
        write(2);
        cluster.advance(DELAY.dividedBy(2));
        assertThat(cluster.events()).containsExactly("p: confirmed [1]");
        cluster.advance(DELAY.dividedBy(2));
        assertThat(cluster.events()).containsExactly("p: confirmed [2]");
    }

    @Test
    void doesNotWaitWhenTheDelayEnds() {
        cluster.state.delayCommits(DELAY);
        write(1);
        cluster.advance(DELAY.dividedBy(2));
        write(2);
        cluster.state.delayCommits(Duration.ZERO);
        assertThat(cluster.events()).containsExactly("p: confirmed [1]", "p: confirmed [2]");
        cluster.state.delayCommits(DELAY);
        write(3);
        cluster.advance(DELAY.dividedBy(2));
        assertThat(cluster.events()).isEmpty();
        cluster.advance(DELAY.dividedBy(2));
        assertThat(cluster.events()).containsExactly("p: confirmed [3]");
    }

    @Test
    void asksForADelayOncePerCommit() {
        Deque<Duration> delays = new ArrayDeque<>(List.of(DELAY, Duration.ZERO, DELAY.multipliedBy(2)));
        cluster.state.faults().commitDelays(each -> delays.remove());
        write(1);
        cluster.advance(DELAY);
        write(2);
        assertThat(cluster.events()).containsExactly("p: confirmed [1]", "p: confirmed [2]");
        write(3);
        cluster.advance(DELAY);
        assertThat(cluster.events()).isEmpty();
        cluster.advance(DELAY);
        assertThat(cluster.events()).containsExactly("p: confirmed [3]");
        assertThat(delays).isEmpty();
    }

    @Test
    void hasADelayForEachStream() {
        ReplicatedStream other = cluster.stream("other");
        cluster.state.faults().commitDelays(each -> each == stream ? DELAY : Duration.ZERO);
        cluster.client("q", 0).publisher(other).write(1);
        write(1);
        assertThat(cluster.events()).containsExactly("q: confirmed [1]");
    }

    @Test
    void doesNotHappenDuringADelayThatEndsWhileHeld() {
        cluster.state.faults().commitDelay(DELAY);
        write(1);
        cluster.state.holdCommits(true);
        cluster.advance(DELAY);
        assertThat(cluster.events()).isEmpty();
        cluster.state.holdCommits(false);
        cluster.advance(DELAY);
        assertThat(cluster.events()).containsExactly("p: confirmed [1]");
    }

    @Test
    void doesNotHappenIfTheLeaderChangesDuringTheDelay() {
        cluster.state.faults().commitDelay(DELAY);
        write(1);
        cluster.state.kill(cluster.node(0));
        cluster.elect();
        publisher = cluster.client("q", 1).publisher(stream);
        cluster.advance(DELAY.minus(TestCluster.ELECTION).minusMillis(1));
        write(2);
        cluster.advance(Duration.ofMillis(1));
        assertThat(cluster.events()).as("the old delay has ended").containsExactly("p: unavailable s");
        cluster.advance(DELAY);
        assertThat(cluster.events()).containsExactly("q: confirmed [2]");
        assertThat(stream.log().endIndex()).isEqualTo(1);
    }

    @Test
    void doesNotHappenIfTheStreamIsDeletedDuringTheDelay() {
        cluster.state.faults().commitDelay(DELAY);
        write(1);
        cluster.host.delete("s");
        cluster.advance(DELAY);
        assertThat(cluster.events()).containsExactly("p: unavailable s");
        assertThat(stream.log().commitIndex()).isZero();
        assertThat(cluster.state.usedMemory()).isZero();
    }

    @Test
    void needsAMajorityOfTheStreamsNodes() {
        cluster.state.kill(cluster.node(2));
        write(1);
        assertThat(cluster.events()).containsExactly("p: confirmed [1]");
        publisher = cluster.client("q", 0).publisher(stream);
        cluster.state.kill(cluster.node(1));
        write(2);
        assertThat(cluster.events()).isEmpty();
        cluster.state.start(cluster.node(2));
        assertThat(cluster.events()).containsExactly("q: confirmed [2]");
    }

    @Test
    void aChunkHasNoMoreEntriesThanIsSet() {
        cluster.state.faults().maxEntries(2);
        publisher.write(1);
        publisher.write(2);
        publisher.write(3);
        cluster.turn();

        assertThat(stream.log().endIndex()).isEqualTo(2);
        assertThat(cluster.events()).containsExactly("p: confirmed [1, 2]", "p: confirmed [3]");
    }

    @Test
    void confirmsAreSentInPiecesAndLater() {
        Deque<Duration> delays = new ArrayDeque<>(List.of(DELAY, Duration.ZERO));
        cluster.state.faults().confirms(all -> List.of(new long[] {1}, new long[] {2}), delays::remove);
        publisher.write(1);
        publisher.write(2);
        cluster.turn();
        assertThat(cluster.events()).containsExactly("p: confirmed [2]");
        cluster.advance(DELAY);

        assertThat(cluster.events()).containsExactly("p: confirmed [1]");
    }
}
