package io.rbfly.testkit.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaderLossTest {
    private final TestCluster cluster = new TestCluster(3);
    private final ReplicatedStream stream = cluster.stream("s");
    private final TestCluster.Publisher publisher = cluster.client("p", 1).publisher(stream, "ref");

    private void write(long id) {
        publisher.write(id);
        cluster.turn();
    }

    private void loseLeader() {
        cluster.state.kill(cluster.node(0));
        cluster.elect();
    }

    @Test
    void dropsAllPublishersAndSubscriptionsAtOnce() {
        cluster.client("on a", 0).publisher(stream);
        cluster.client("r b", 1).reader(stream);
        cluster.client("r c", 2).reader(stream);
        cluster.client("elsewhere", 1).reader(cluster.stream("other", Map.of("initial-cluster-size", "1")));
        cluster.state.kill(cluster.node(0));
        assertThat(cluster.events())
                .as("the replicas restart; the connections to the node are closed")
                .containsExactlyInAnyOrder(
                        "p: unavailable s", "r b: unavailable s", "r c: unavailable s", "elsewhere: unavailable other");
    }

    @Test
    void tellsAConnectionOnce() {
        TestCluster.Client client = cluster.client("c", 1);
        client.publisher(stream);
        client.reader(stream);
        client.reader(stream);
        cluster.state.kill(cluster.node(0));
        assertThat(cluster.events()).containsExactly("p: unavailable s", "c: unavailable s");
    }

    @Test
    void leavesTheStreamWithoutALeaderForATime() {
        cluster.state.kill(cluster.node(0));
        assertThat(stream.leader()).isNull();
        assertThat(stream.isWritableFrom(cluster.node(1))).isFalse();
        assertThat(stream.isReadableFrom(cluster.node(1))).isFalse();
        cluster.state.holdCommits(true);
        cluster.state.holdCommits(false);
        assertThat(stream.leader()).as("nothing else elects").isNull();
        cluster.elect();
        assertThat(stream.leader()).isEqualTo(cluster.node(1));
        assertThat(stream.epoch()).isEqualTo(2);
        assertThat(stream.isReadableFrom(cluster.node(2))).isTrue();
    }

    @Test
    void doesNotConcernClientsOfOtherNodesIfOnlyAReplicaIsLost() {
        cluster.client("r", 1).reader(stream);
        cluster.client("on c", 2).reader(stream);
        cluster.state.kill(cluster.node(2));
        cluster.elect();
        write(1);
        assertThat(cluster.events()).containsExactly("p: confirmed [1]", "r: committed 1");
        assertThat(stream.leader()).isEqualTo(cluster.node(0));
        assertThat(stream.epoch()).isEqualTo(1);
    }

    @Test
    void losesOnlyWhatWasNotConfirmed() {
        write(1);
        cluster.state.holdCommits(true);
        write(2);
        publisher.write(3);
        cluster.state.kill(cluster.node(0));
        cluster.state.holdCommits(false);
        cluster.elect();
        assertThat(cluster.events()).containsExactly("p: confirmed [1]", "p: unavailable s");
        assertThat(stream.log().endIndex()).isEqualTo(1);
        assertThat(stream.log().sequence("ref")).hasValue(1);
    }

    @Test
    void keepsTheUnconfirmedChunksThatSurviveInAPrefix() {
        write(1);
        cluster.state.holdCommits(true);
        for (int id = 2; id <= 5; id++) {
            write(id);
        }
        publisher.write(6);
        List<Integer> asked = new ArrayList<>();
        cluster.state.faults().survivors(uncommitted -> {
            asked.add(uncommitted);
            return 2;
        });
        cluster.state.kill(cluster.node(0));
        cluster.state.holdCommits(false);
        assertThat(stream.log().commitIndex()).isEqualTo(1);
        cluster.elect();
        assertThat(asked).containsExactly(4);
        assertThat(stream.log().commitIndex()).as("the new leader commits them").isEqualTo(3);
        assertThat(stream.log().sequence("ref")).hasValue(3);
        assertThat(cluster.events()).as("nobody is left to confirm to").doesNotContain("p: confirmed [2]");
    }

    @Test
    void confirmsMessagesThatSurvivedWhenTheyAreSentAgain() {
        cluster.state.holdCommits(true);
        write(1);
        write(2);
        cluster.state.faults().survivors(uncommitted -> 1);
        cluster.state.holdCommits(true);
        loseLeader();
        cluster.events();
        TestCluster.Publisher again = cluster.client("q", 1).publisher(stream, "ref");
        again.write(1);
        again.write(2);
        assertThat(cluster.events()).as("the survivor is not committed yet").isEmpty();
        cluster.state.holdCommits(false);
        assertThat(cluster.events()).containsExactly("q: confirmed [1]", "q: confirmed [2]");
        assertThat(stream.log().endIndex()).isEqualTo(2);
    }

    @Test
    void doesNotAskForMoreSurvivorsThanThereAre() {
        cluster.state.holdCommits(true);
        write(1);
        cluster.state.faults().survivors(uncommitted -> 100);
        loseLeader();
        assertThat(stream.log().endIndex()).isEqualTo(1);
        cluster.state.faults().survivors(uncommitted -> -100);
        cluster.state.kill(cluster.node(1));
        assertThat(stream.log().endIndex()).isZero();
    }

    @Test
    void hasNoSurvivorsIfNoOtherNodeCouldHaveThem() {
        cluster.state.faults().survivors(uncommitted -> uncommitted);
        cluster.state.kill(cluster.node(2));
        TestCluster.Publisher local = cluster.client("q", 0).publisher(stream);
        cluster.state.kill(cluster.node(1));
        local.write(1);
        cluster.turn();
        cluster.state.kill(cluster.node(0));
        cluster.state.start(cluster.node(1));
        cluster.state.start(cluster.node(2));
        cluster.elect();
        assertThat(stream.leader()).isEqualTo(cluster.node(1));
        assertThat(stream.log().endIndex()).isZero();
    }

    @Test
    void waitsForAMajorityToElect() {
        cluster.state.kill(cluster.node(0));
        cluster.state.kill(cluster.node(1));
        cluster.elect();
        assertThat(stream.leader()).isNull();
        cluster.state.start(cluster.node(0));
        assertThat(stream.leader()).isEqualTo(cluster.node(0));
        assertThat(stream.epoch()).isEqualTo(2);
    }

    @Test
    void choosesTheLeaderAsItIsTold() {
        List<List<Node>> asked = new ArrayList<>();
        cluster.state.faults().election(candidates -> {
            asked.add(candidates);
            return candidates.get(1);
        });
        loseLeader();
        assertThat(asked).containsExactly(List.of(cluster.node(1), cluster.node(2)));
        assertThat(stream.leader()).isEqualTo(cluster.node(2));
    }

    @Test
    void ignoresWritesUntilThereIsALeader() {
        cluster.state.kill(cluster.node(0));
        stream.storeOffset("app", 1);
        write(1);
        cluster.elect();
        assertThat(stream.log().endIndex()).isZero();
    }

    @Test
    void happensAgainDuringAnElection() {
        cluster.state.kill(cluster.node(0));
        cluster.advance(TestCluster.ELECTION.dividedBy(2));
        cluster.state.start(cluster.node(0));
        cluster.state.kill(cluster.node(1));
        cluster.advance(TestCluster.ELECTION.dividedBy(2));
        assertThat(stream.leader()).isEqualTo(cluster.node(0));
        assertThat(stream.epoch()).isEqualTo(2);
    }
}
