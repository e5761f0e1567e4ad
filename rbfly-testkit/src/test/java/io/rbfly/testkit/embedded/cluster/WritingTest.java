package io.rbfly.testkit.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WritingTest {
    private final TestCluster cluster = new TestCluster(3);
    private final ReplicatedStream stream = cluster.stream("s");
    private final TestCluster.Publisher publisher = cluster.client("p", 0).publisher(stream);

    @Test
    void makesOneChunkOfWhatArrivesInOneTurn() {
        publisher.write(1);
        publisher.write(2);
        assertThat(stream.log().endIndex()).isZero();
        cluster.turn();
        publisher.write(3);
        assertThat(cluster.events()).containsExactly("p: confirmed [1, 2]", "p: confirmed [3]");
        assertThat(stream.log().endIndex()).isEqualTo(2);
    }

    @Test
    void cutsChunksAt4096Entries() {
        LongStream.range(0, 10_000).forEach(publisher::write);
        cluster.turn();
        assertThat(stream.log().chunk(0).chunk().entryCount()).isEqualTo(4_096);
        assertThat(stream.log().chunk(1).chunk().entryCount()).isEqualTo(4_096);
        assertThat(stream.log().chunk(2).chunk().entryCount()).isEqualTo(10_000 - 2 * 4_096);
        assertThat(cluster.events()).hasSize(3);
    }

    @Test
    void stampsChunksWithTimeAndTerm() {
        cluster.advance(Duration.ofSeconds(7));
        publisher.write(1);
        cluster.turn();
        assertThat(stream.log().chunk(0).chunk().timestamp()).isEqualTo(7_000);
        assertThat(stream.log().chunk(0).chunk().epoch()).isEqualTo(1);
    }

    @Test
    void confirmsEachPublisherInTheOrderOfItsMessages() {
        TestCluster.Publisher other = cluster.client("q", 1).publisher(stream);
        publisher.write(9);
        other.write(1);
        publisher.write(3);
        assertThat(cluster.events()).containsExactly("p: confirmed [9, 3]", "q: confirmed [1]");
    }

    @Test
    void tellsSubscriptionsAfterTheConfirms() {
        cluster.client("r", 1).reader(stream);
        publisher.write(1);
        assertThat(cluster.events()).containsExactly("p: confirmed [1]", "r: committed 1");
    }

    @Test
    void storesTheMessagesOfAPublisherThatIsDeleted() {
        publisher.write(1);
        publisher.close();
        cluster.turn();
        assertThat(stream.log().commitIndex()).isEqualTo(1);
    }

    @Test
    void ignoresMessagesOfAPublisherThatIsNotDeclared() {
        publisher.close();
        publisher.write(1);
        cluster.turn();
        assertThat(stream.log().endIndex()).isZero();
    }

    @Test
    void confirmsADuplicateOfACommittedMessageInAFrameOfItsOwnBeforeOthers() {
        TestCluster.Publisher named = cluster.client("n", 0).publisher(stream, "ref");
        named.write(1);
        named.write(2);
        cluster.turn();
        named.write(2);
        named.write(1);
        publisher.write(7);
        assertThat(cluster.events()).containsExactly("n: confirmed [1, 2]", "n: confirmed [2, 1]", "p: confirmed [7]");
        assertThat(stream.log().chunk(1).chunk().entryCount()).isEqualTo(1);
    }

    @Test
    void confirmsADuplicateOnlyWithTheLastChunkOfItsPublisher() {
        TestCluster.Publisher named = cluster.client("n", 0).publisher(stream, "ref");
        named.write(1);
        cluster.turn();
        cluster.events();
        cluster.state.holdCommits(true);
        named.write(2);
        cluster.turn();
        named.write(2);
        named.write(1);
        assertThat(cluster.events()).isEmpty();
        cluster.state.holdCommits(false);
        assertThat(cluster.events()).containsExactly("n: confirmed [2, 1]", "n: confirmed [2]");
    }

    @Test
    void confirmsADuplicateOfAMessageInTheSameChunk() {
        TestCluster.Publisher named = cluster.client("n", 0).publisher(stream, "ref");
        named.write(5);
        named.write(5);
        assertThat(cluster.events()).containsExactly("n: confirmed [5]", "n: confirmed [5]");
        assertThat(stream.log().chunk(0).chunk().entryCount()).isEqualTo(1);
    }

    @Test
    void recognizesDuplicatesOfAllConnections() {
        cluster.client("n", 0).publisher(stream, "ref").write(5);
        cluster.turn();
        cluster.client("m", 2).publisher(stream, "ref").write(5);
        cluster.turn();
        assertThat(stream.log().endIndex()).isEqualTo(1);
    }

    @Test
    void storesOffsets() {
        stream.storeOffset("app", 3);
        assertThat(stream.log().storedOffset("app")).hasValue(3);
        cluster.turn();
        assertThat(stream.log().commitIndex()).isEqualTo(1);
    }

    @Test
    void refusesMessagesIfTheMemoryIsUsedUp() {
        publisher.write(1, TestCluster.MAX_BYTES - 600);
        cluster.turn();
        publisher.write(2, 200);
        assertThat(cluster.events()).containsExactly("p: confirmed [1]", "p: refused 2 15");
        TestCluster.Publisher named = cluster.client("n", 0).publisher(stream, "ref");
        named.write(1, 200);
        assertThat(stream.log().sequence("ref")).as("it may be sent again").isEmpty();
    }
}
