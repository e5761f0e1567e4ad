package io.rbfly.testkit.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The order of events of a plain group. */
class ConsumerGroupTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final TestCluster cluster = new TestCluster(3);
    private final ReplicatedStream stream = cluster.stream("s", Map.of());
    private final TestCluster.Client clientA = cluster.client("A", 0);
    private final TestCluster.Client clientB = cluster.client("B", 1);
    private final TestCluster.Client clientC = cluster.client("C", 2);

    private TestCluster.Member join(TestCluster.Client client) {
        TestCluster.Member member = client.member(stream, "g", null);
        cluster.turn();
        return member;
    }

    @Test
    void activatesTheFirstMember() {
        join(clientA);
        assertThat(cluster.events()).containsExactly("A:s=1");
    }

    @Test
    void tellsFurtherMembersNothing() {
        join(clientA);
        join(clientB);
        join(clientC);
        assertThat(cluster.events()).containsExactly("A:s=1");
    }

    @Test
    void activatesTheNextWhenTheActiveOneLeaves() {
        TestCluster.Member active = join(clientA);
        join(clientB);
        join(clientC);
        active.leave();
        assertThat(cluster.events()).containsExactly("A:s=1", "B:s=1");
    }

    @Test
    void activatesTheNextWhenTheConnectionOfTheActiveOneCloses() {
        join(clientA);
        join(clientB);
        clientA.close();
        assertThat(cluster.events()).containsExactly("A:s=1", "B:s=1");
    }

    @Test
    void tellsNobodyWhenAPassiveMemberLeaves() {
        join(clientA);
        TestCluster.Member passive = join(clientB);
        join(clientC);
        passive.leave();
        assertThat(cluster.events()).containsExactly("A:s=1");
    }

    @Test
    void treatsTwoMembersOfOneConnectionAsAnyTwo() {
        TestCluster.Member first = join(clientA);
        join(clientA);
        first.leave();
        assertThat(cluster.events()).containsExactly("A:s=1", "A:s=1");
    }

    @Test
    void ignoresAnAnswerOfOneThatWasNotToStepDown() {
        TestCluster.Member active = join(clientA);
        TestCluster.Member passive = join(clientB);
        active.answer();
        passive.answer();
        assertThat(cluster.events()).containsExactly("A:s=1");
    }

    @Test
    void beginsAgainAfterItsLastMember() {
        join(clientA).leave();
        assertThat(cluster.host.group("s", "g", null)).isNotNull();
        join(clientB);
        assertThat(cluster.events()).containsExactly("A:s=1", "B:s=1");
    }

    @Test
    void isOneForEachNameAndStream() {
        ReplicatedStream other = cluster.stream("other");
        join(clientA);
        clientB.member(stream, "", null);
        clientC.member(other, "g", null);
        assertThat(cluster.events()).containsExactly("A:s=1", "B:s=1", "C:other=1");
    }

    @Test
    void disappearsWithTheStreamBeforeAnybodyIsActivated() {
        join(clientA);
        join(clientB);
        cluster.events();
        cluster.host.delete("s");
        assertThat(cluster.events()).containsExactly("A: unavailable s", "B: unavailable s");
        cluster.stream("s");
        clientC.member(cluster.existing("s"), "g", null);
        assertThat(cluster.events()).containsExactly("C:s=1");
    }

    @Test
    void dropsAllMembersWhenTheLeaderRestarts() {
        join(clientA);
        join(clientB);
        cluster.events();
        cluster.state.moveLeader(stream, cluster.node(0));
        assertThat(cluster.events()).containsExactly("A: unavailable s", "B: unavailable s");
        cluster.elect();
        join(clientB);
        join(clientA);
        assertThat(cluster.events()).as("the new order decides").containsExactly("B:s=1");
    }

    @Test
    void keepsThePlaceOfTheActiveOneForAMinuteIfItsNodeFails() {
        join(clientC);
        join(clientB);
        cluster.events();
        cluster.state.kill(cluster.node(2));
        clientC.close();
        cluster.advance(MINUTE.minusMillis(1));
        cluster.state.freeze(cluster.node(2));
        cluster.state.isolate(cluster.node(2), true);
        assertThat(cluster.events())
                .as("nor does another failure of the node count")
                .isEmpty();
        cluster.advance(Duration.ofMillis(1));
        assertThat(cluster.events()).containsExactly("B:s=1");
    }

    @Test
    void activatesTheNextWhenTheFailedNodeIsBackWithoutTheActiveOne() {
        join(clientC);
        join(clientB);
        clientC.close();
        cluster.events();
        join(clientC);
        cluster.state.kill(cluster.node(2));
        clientC.close();
        cluster.state.start(cluster.node(2));
        clientB.close();
        assertThat(cluster.events()).as("nobody is left").isEmpty();
        join(clientA);
        assertThat(cluster.events()).containsExactly("A:s=1");
    }

    @Test
    void keepsThePlaceInSpiteOfNewMembersAfterTheLossOfALeader() {
        join(clientA);
        join(clientB);
        cluster.events();
        cluster.state.kill(cluster.node(0));
        clientA.close();
        cluster.elect();
        assertThat(cluster.events()).containsExactly("B: unavailable s");
        join(clientC);
        cluster.advance(Duration.ofSeconds(30));
        assertThat(cluster.events()).isEmpty();
        cluster.state.start(cluster.node(0));
        assertThat(cluster.events()).containsExactly("C:s=1");
    }

    @Test
    void doesNotCountTheFirstFailureOfANodeInTheSecond() {
        join(clientC);
        join(clientB);
        cluster.events();
        cluster.state.kill(cluster.node(2));
        cluster.advance(MINUTE.minusSeconds(1));
        cluster.state.start(cluster.node(2));
        cluster.state.kill(cluster.node(2));
        cluster.advance(Duration.ofSeconds(2));
        assertThat(cluster.events()).isEmpty();
    }

    @Test
    void tellsAMemberOnAFrozenNodeWhenItIsThawed() {
        TestCluster.Member active = join(clientA);
        join(clientC);
        cluster.events();
        cluster.state.freeze(cluster.node(2));
        active.leave();
        assertThat(cluster.events()).isEmpty();
        cluster.state.thaw(cluster.node(2));
        assertThat(cluster.events()).startsWith("C:s=1");
    }

    @Test
    void goesOnWithTheActiveOneOfANodeThatWasFrozen() {
        cluster.state.faults().freezeNoticedAfter(Duration.ofDays(1));
        join(clientC);
        join(clientB);
        cluster.events();
        cluster.state.freeze(cluster.node(2));
        cluster.advance(MINUTE);
        cluster.state.thaw(cluster.node(2));
        assertThat(cluster.events()).containsExactly("C: committed 0");
    }
}
