package io.rbfly.testkit.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailedNodeTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final TestCluster cluster = new TestCluster(3);
    private final ReplicatedStream stream = cluster.stream("s");
    private final Node a = cluster.node(0);
    private final Node b = cluster.node(1);
    private final TestCluster.Publisher onA = cluster.client("A", 0).publisher(stream);
    private final TestCluster.Publisher onB = cluster.client("B", 1).publisher(stream);

    @Test
    void stopsConfirmsWhileTheLeaderIsFrozen() {
        cluster.state.freeze(a);
        onB.write(1);
        cluster.advance(MINUTE.minusMillis(1));
        assertThat(cluster.events()).isEmpty();
        assertThat(stream.leader()).isEqualTo(a);
        cluster.state.thaw(a);
        assertThat(cluster.events()).containsExactly("B: confirmed [1]");
        cluster.advance(MINUTE);
        assertThat(stream.leader()).isEqualTo(a);
    }

    @Test
    void replacesAFrozenLeaderAfterAMinuteAndTellsItsOwnClientsLater() {
        cluster.state.freeze(a);
        onB.write(1);
        cluster.advance(MINUTE);
        assertThat(cluster.events()).containsExactly("B: unavailable s");
        assertThat(stream.leader()).isNull();
        cluster.elect();
        assertThat(stream.leader()).isEqualTo(b);
        assertThat(stream.log().endIndex()).isZero();
        onA.write(2);
        cluster.turn();
        assertThat(stream.log().endIndex())
                .as("the deposed leader writes for itself")
                .isZero();
        assertThat(cluster.events()).isEmpty();
        cluster.state.thaw(a);
        assertThat(cluster.events()).containsExactly("A: unavailable s");
        assertThat(stream.leader()).isEqualTo(b);
    }

    @Test
    void losesWhatAFrozenLeaderGotWhateverSurvives() {
        cluster.state.faults().survivors(uncommitted -> uncommitted);
        cluster.state.holdCommits(true);
        onB.write(1);
        cluster.turn();
        cluster.state.freeze(a);
        onB.write(2);
        cluster.advance(MINUTE);
        cluster.state.holdCommits(false);
        cluster.elect();
        assertThat(stream.log().endIndex()).as("it was replicated before").isEqualTo(1);
    }

    @Test
    void tellsTheClientsOfAFrozenReplicaWhenItIsThawed() {
        cluster.client("C", 2).reader(stream);
        cluster.state.freeze(cluster.node(2));
        onB.write(1);
        cluster.advance(MINUTE);
        assertThat(cluster.events()).containsExactly("B: confirmed [1]");
        cluster.state.thaw(cluster.node(2));
        assertThat(cluster.events()).containsExactly("C: unavailable s");
    }

    @Test
    void letsSubscriptionsOfAThawedReplicaCatchUp() {
        cluster.client("C", 2).reader(stream);
        cluster.state.freeze(cluster.node(2));
        onB.write(1);
        assertThat(cluster.events()).containsExactly("B: confirmed [1]");
        cluster.state.thaw(cluster.node(2));
        assertThat(cluster.events()).containsExactly("C: committed 1");
    }

    @Test
    void confirmsToTheClientsOfAFrozenNodeWhenItIsThawed() {
        TestCluster.Publisher onC = cluster.client("C", 2).publisher(stream);
        onC.write(1);
        cluster.state.freeze(cluster.node(2));
        assertThat(cluster.events()).isEmpty();
        assertThat(stream.log().commitIndex()).isEqualTo(1);
        cluster.state.thaw(cluster.node(2));
        assertThat(cluster.events()).containsExactly("C: confirmed [1]");
    }

    @Test
    void noticesAnIsolationThatAFreezeOutlasted() {
        cluster.state.faults().isolationNoticedAfter(MINUTE);
        cluster.state.isolate(a, true);
        cluster.state.freeze(a);
        cluster.advance(MINUTE.dividedBy(2));
        cluster.state.thaw(a);
        cluster.advance(MINUTE);
        assertThat(stream.leader()).isNull();
        cluster.state.freeze(a);
        cluster.state.isolate(a, false);
        assertThat(a.isLost()).isTrue();
        cluster.state.thaw(a);
        assertThat(a.isLost()).isFalse();
    }

    @Test
    void doesNotFreezeANodeThatIsDown() {
        cluster.state.kill(b);
        cluster.state.freeze(b);
        cluster.state.start(b);
        cluster.advance(MINUTE);
        assertThat(b.isLost()).isFalse();
        assertThat(b.isFrozen()).isFalse();
    }

    @Test
    void replacesAFrozenLeaderAtOnceIfItIsKilled() {
        cluster.state.freeze(a);
        cluster.state.kill(a);
        assertThat(a.isFrozen()).isFalse();
        cluster.elect();
        assertThat(stream.leader()).isEqualTo(b);
        assertThat(cluster.events()).containsExactly("B: unavailable s");
        cluster.state.start(a);
        cluster.advance(MINUTE);
        assertThat(cluster.events()).isEmpty();
        assertThat(stream.leader()).isEqualTo(b);
    }

    @Test
    void forgetsTheFirstFreezeInTheSecond() {
        cluster.state.freeze(a);
        cluster.advance(MINUTE.minusSeconds(1));
        cluster.state.thaw(a);
        cluster.state.freeze(a);
        cluster.advance(Duration.ofSeconds(2));
        assertThat(stream.leader()).isEqualTo(a);
        cluster.advance(MINUTE.minusSeconds(2));
        assertThat(stream.leader()).isNull();
    }

    @Test
    void runsTheTasksOfAFrozenNodeWhenItIsThawedAndNoneIfItIsKilled() {
        cluster.state.freeze(a);
        a.run(() -> cluster.events.add("task"));
        assertThat(cluster.events()).isEmpty();
        cluster.state.thaw(a);
        assertThat(cluster.events()).containsExactly("task");
        cluster.state.freeze(a);
        a.run(() -> cluster.events.add("task"));
        cluster.state.kill(a);
        cluster.state.start(a);
        assertThat(cluster.events()).doesNotContain("task");
    }

    @Test
    void replacesAnIsolatedLeaderAndTellsItsOwnClientsWhenItIsBack() {
        cluster.state.isolate(a, true);
        assertThat(cluster.events()).containsExactly("B: unavailable s");
        cluster.elect();
        assertThat(stream.leader()).isEqualTo(b);
        onA.write(1);
        cluster.client("B2", 1).publisher(stream).write(2);
        assertThat(cluster.events()).containsExactly("B2: confirmed [2]");
        cluster.state.isolate(a, false);
        assertThat(cluster.events()).containsExactly("A: unavailable s");
        assertThat(stream.leader()).isEqualTo(b);
        assertThat(stream.log().endIndex()).isEqualTo(1);
    }

    @Test
    void dropsTheClientsOfAnIsolatedReplica() {
        cluster.client("C", 2).reader(stream);
        cluster.state.isolate(cluster.node(2), true);
        assertThat(cluster.events()).containsExactly("C: unavailable s");
        assertThat(stream.isReadableFrom(cluster.node(2))).isFalse();
        assertThat(stream.isReadableFrom(b)).isTrue();
        cluster.state.isolate(cluster.node(2), false);
        assertThat(stream.isReadableFrom(cluster.node(2))).isTrue();
    }

    @Test
    void goesOnAfterAnIsolationThatNobodyNoticed() {
        cluster.state.faults().isolationNoticedAfter(MINUTE);
        cluster.state.isolate(a, true);
        onB.write(1);
        cluster.advance(Duration.ofSeconds(30));
        assertThat(cluster.events()).isEmpty();
        cluster.state.isolate(a, false);
        assertThat(cluster.events()).containsExactly("B: confirmed [1]");
        cluster.advance(MINUTE);
        assertThat(stream.epoch()).isEqualTo(1);
    }

    @Test
    void noticesAnIsolationLaterIfItIsTold() {
        cluster.state.faults().isolationNoticedAfter(MINUTE);
        cluster.state.isolate(a, true);
        cluster.advance(MINUTE);
        assertThat(cluster.events()).containsExactly("B: unavailable s");
    }

    @Test
    void keepsAnIsolatedNodeOutWhenItIsThawedOrStarted() {
        cluster.state.isolate(a, true);
        cluster.state.freeze(a);
        cluster.elect();
        cluster.state.thaw(a);
        assertThat(a.isLost()).isTrue();
        cluster.state.kill(a);
        cluster.state.start(a);
        assertThat(a.isLost()).isTrue();
        cluster.state.isolate(a, false);
        assertThat(a.isLost()).isFalse();
    }

    @Test
    void electsNobodyIfTheOthersAreNoMajority() {
        ReplicatedStream pair = cluster.stream("pair", Map.of("initial-cluster-size", "2"));
        cluster.state.isolate(a, true);
        cluster.elect();
        assertThat(pair.leader()).isNull();
        cluster.state.isolate(a, false);
        assertThat(pair.leader()).isEqualTo(a);
        assertThat(pair.epoch()).isEqualTo(2);
    }

    @Test
    void movesTheLeaderWithAPauseInWhichAllAreDropped() {
        cluster.client("C", 2).reader(stream);
        onB.write(1);
        cluster.turn();
        cluster.events();
        cluster.state.moveLeader(stream, cluster.node(2));
        assertThat(cluster.events()).containsExactly("A: unavailable s", "B: unavailable s", "C: unavailable s");
        assertThat(stream.leader()).isNull();
        cluster.elect();
        assertThat(stream.leader()).isEqualTo(cluster.node(2));
        assertThat(stream.epoch()).isEqualTo(2);
        assertThat(stream.log().commitIndex()).isEqualTo(1);
    }

    @Test
    void restartsAStreamByMovingTheLeaderToItself() {
        cluster.state.moveLeader(stream, a);
        assertThat(cluster.events()).containsExactly("A: unavailable s", "B: unavailable s");
        cluster.elect();
        assertThat(stream.leader()).isEqualTo(a);
        assertThat(stream.epoch()).isEqualTo(2);
    }

    @Test
    void electsAnotherIfTheWantedLeaderFailsDuringTheMove() {
        cluster.state.moveLeader(stream, b);
        cluster.state.kill(b);
        cluster.elect();
        assertThat(stream.leader()).isEqualTo(a);
    }

    @Test
    void doesNotMoveTheLeaderToANodeThatCannotBe() {
        ReplicatedStream single = cluster.stream("single", Map.of("initial-cluster-size", "1"));
        assertThatThrownBy(() -> cluster.state.moveLeader(single, b)).isInstanceOf(IllegalArgumentException.class);
        cluster.state.freeze(b);
        assertThatThrownBy(() -> cluster.state.moveLeader(stream, b)).isInstanceOf(IllegalArgumentException.class);
        assertThat(stream.leader()).isEqualTo(a);
    }

    @Test
    void tellsTheClientsOfAFrozenNodeThatAStreamWasDeletedWhenItIsThawed() {
        cluster.state.freeze(a);
        cluster.host.delete("s");
        assertThat(cluster.events()).containsExactly("B: unavailable s");
        cluster.state.thaw(a);
        assertThat(cluster.events()).containsExactly("A: unavailable s");
    }
}
