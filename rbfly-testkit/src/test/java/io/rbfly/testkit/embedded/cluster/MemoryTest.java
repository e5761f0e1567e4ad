package io.rbfly.testkit.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final int CHUNK_BYTES = 450 + 4 + 1;

    private final TestCluster cluster = new TestCluster(3);
    private final ReplicatedStream stream = cluster.stream("s");
    private final TestCluster.Publisher publisher = cluster.client("p", 1).publisher(stream);

    private void write(TestCluster.Publisher by) {
        by.write(1);
        cluster.turn();
    }

    @Test
    void isThatOfAllStreams() {
        write(publisher);
        write(cluster.client("q", 1).publisher(cluster.stream("t")));
        assertThat(cluster.state.usedMemory()).isEqualTo(2 * CHUNK_BYTES);
    }

    @Test
    void isGivenBackByDeletion() {
        write(publisher);
        cluster.state.holdCommits(true);
        write(publisher);
        publisher.write(3);
        cluster.host.delete("s");
        cluster.turn();
        assertThat(cluster.state.usedMemory()).isZero();
    }

    @Test
    void isGivenBackByTheLossOfALeader() {
        write(publisher);
        cluster.state.holdCommits(true);
        write(publisher);
        write(publisher);
        cluster.state.faults().survivors(uncommitted -> 1);
        cluster.state.kill(cluster.node(0));
        assertThat(cluster.state.usedMemory()).isEqualTo(2 * CHUNK_BYTES);
        cluster.state.start(cluster.node(0));
        cluster.elect();
        assertThat(cluster.state.usedMemory()).isEqualTo(stream.log().memory());
        cluster.host.delete("s");
        assertThat(cluster.state.usedMemory()).isZero();
    }

    @Test
    void isGivenBackByTheRetention() {
        ReplicatedStream small =
                cluster.stream("small", Map.of("max-length-bytes", "1", "stream-max-segment-size-bytes", "1"));
        TestCluster.Publisher small1 = cluster.client("q", 1).publisher(small);
        for (int i = 0; i < 10; i++) {
            write(small1);
        }
        assertThat(cluster.state.usedMemory()).isEqualTo(CHUNK_BYTES);
        cluster.state.holdCommits(true);
        write(small1);
        write(small1);
        assertThat(cluster.state.usedMemory()).as("what is not committed stays").isEqualTo(2 * CHUNK_BYTES);
        cluster.state.kill(cluster.node(0));
        assertThat(cluster.state.usedMemory()).isZero();
    }

    @Test
    void isGivenBackByTheDeletionOfAStreamWithoutALeader() {
        write(publisher);
        cluster.state.kill(cluster.node(0));
        cluster.host.delete("s");
        cluster.elect();
        assertThat(cluster.state.usedMemory()).isZero();
        assertThat(stream.leader()).isNull();
    }

    @Test
    void isEnoughForAMaximumSizeBelowThatOfASegment() {
        ReplicatedStream limited = cluster.stream("limited", Map.of("max-length-bytes", "200000"));
        TestCluster.Publisher writer = cluster.client("q", 1).publisher(limited);
        for (int i = 0; i < 100; i++) {
            writer.write(i, 50_000);
            assertThat(cluster.events()).containsExactly("q: confirmed [" + i + "]");
        }
        assertThat(cluster.state.usedMemory()).isLessThanOrEqualTo(TestCluster.MAX_BYTES);
        assertThat(limited.log().firstIndex()).isPositive();
    }

    @Test
    void ofStreamsWithAMaximumSizeIsReusedWhenAnotherTakesTheRest() {
        ReplicatedStream limited = cluster.stream("limited", Map.of("max-length-bytes", "200000"));
        TestCluster.Publisher writer = cluster.client("q", 1).publisher(limited);
        for (int i = 0; i < 4; i++) {
            writer.write(i, 49_000);
        }
        cluster.turn();
        publisher.write(1, 780_000);
        cluster.turn();
        publisher.write(2, 100_000);
        assertThat(cluster.events()).contains("p: refused 2 15");

        writer.write(4, 49_000);

        assertThat(cluster.events()).containsExactly("q: confirmed [4]");
    }

    @Test
    void isGivenBackByMessagesThatAreTooOldEvenOfAnotherStream() {
        ReplicatedStream old = cluster.stream("old", Map.of("max-age", "1h"));
        TestCluster.Publisher writer = cluster.client("q", 1).publisher(old);
        writer.write(1, 600_000);
        cluster.turn();
        publisher.write(1, 600_000);
        assertThat(cluster.events()).contains("p: refused 1 15");
        cluster.advance(Duration.ofHours(2));

        publisher.write(2, 600_000);

        assertThat(cluster.events()).containsExactly("p: confirmed [2]");
        assertThat(old.log().bytes()).isZero();
        writer.write(2, 1_000);
        assertThat(cluster.events()).containsExactly("q: confirmed [2]");
        assertThat(old.log().chunk(1).firstOffset()).isEqualTo(1);
    }

    @Test
    void isNotGivenBackByWhatIsNotCommitted() {
        ReplicatedStream limited = cluster.stream("limited", Map.of("max-length-bytes", "1"));
        TestCluster.Publisher writer = cluster.client("q", 1).publisher(limited);
        cluster.state.holdCommits(true);
        writer.write(1, 600_000);
        cluster.turn();
        writer.write(2, 600_000);
        assertThat(cluster.events()).containsExactly("q: refused 2 15");
        cluster.state.holdCommits(false);
        cluster.events();

        writer.write(3, 600_000);

        assertThat(cluster.events()).containsExactly("q: confirmed [3]");
    }

    @Test
    void letsPublishersWriteAgain() {
        publisher.write(1, TestCluster.MAX_BYTES - 600);
        cluster.turn();
        publisher.write(2, 100);
        cluster.events();
        cluster.host.delete("s");
        cluster.turn();
        cluster.events();
        TestCluster.Publisher next = cluster.client("q", 1).publisher(cluster.stream("s"));
        next.write(1, 1_000);
        assertThat(cluster.events()).containsExactly("q: confirmed [1]");
    }
}
