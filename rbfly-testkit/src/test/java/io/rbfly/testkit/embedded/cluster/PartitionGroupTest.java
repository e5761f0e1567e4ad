package io.rbfly.testkit.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The groups of four partitions, to all of which each member subscribes in order. */
class PartitionGroupTest {
    private static final List<String> PARTITIONS = List.of("p0", "p1", "p2", "p3");

    private final TestCluster cluster = new TestCluster(3);
    private final Map<String, TestCluster.Client> clients = new LinkedHashMap<>();
    private final Map<String, TestCluster.Member> members = new LinkedHashMap<>();

    @BeforeEach
    void createSuperStream() {
        cluster.host.createSuperStream(
                "ss",
                PARTITIONS,
                List.of("0", "1", "2", "3"),
                Map.of("queue-leader-locator", "client-local"),
                cluster.node(0));
    }

    private TestCluster.Member member(String name, String partition) {
        return Objects.requireNonNull(members.get(name + ":" + partition));
    }

    private void subscribe(String name, String partition) {
        TestCluster.Client client = clients.computeIfAbsent(name, key -> cluster.client(key, 1));
        members.put(name + ":" + partition, client.member(cluster.existing(partition), "g", "ss"));
    }

    /** Subscribes to all partitions; returns what the members were told, who answer at once. */
    private List<String> join(String name) {
        PARTITIONS.forEach(partition -> subscribe(name, partition));
        return updates();
    }

    private List<String> die(String name) {
        Objects.requireNonNull(clients.remove(name)).close();
        return updates();
    }

    private List<String> updates() {
        List<String> all = new ArrayList<>();
        for (List<String> events = cluster.events(); !events.isEmpty(); events = cluster.events()) {
            all.addAll(events);
            events.stream()
                    .filter(event -> event.endsWith("=0"))
                    .forEach(event -> Objects.requireNonNull(members.get(event.substring(0, event.length() - 2)))
                            .answer());
        }
        return all;
    }

    private void joinAll(String... names) {
        for (String name : names) {
            join(name);
        }
    }

    @Test
    void activatesMemberPModN() {
        assertThat(join("A")).containsExactlyInAnyOrder("A:p0=1", "A:p1=1", "A:p2=1", "A:p3=1");
        assertThat(join("B")).containsExactlyInAnyOrder("A:p1=0", "B:p1=1", "A:p3=0", "B:p3=1");
        assertThat(join("C")).containsExactlyInAnyOrder("A:p2=0", "C:p2=1", "B:p3=0", "A:p3=1");
        assertThat(join("D")).containsExactlyInAnyOrder("A:p3=0", "D:p3=1");
        assertThat(join("E")).isEmpty();
        assertThat(die("B")).containsExactlyInAnyOrder("C:p1=1", "C:p2=0", "D:p2=1", "D:p3=0", "E:p3=1");
        assertThat(die("A"))
                .containsExactlyInAnyOrder("C:p0=1", "C:p1=0", "D:p1=1", "D:p2=0", "E:p2=1", "E:p3=0", "C:p3=1");
        assertThat(join("F")).containsExactlyInAnyOrder("C:p3=0", "F:p3=1");
        assertThat(die("C"))
                .containsExactlyInAnyOrder("D:p0=1", "D:p1=0", "E:p1=1", "E:p2=0", "F:p2=1", "F:p3=0", "D:p3=1");
    }

    @Test
    void waitsForTheAnswerOfTheOneThatStepsDown() {
        subscribe("A", "p1");
        assertThat(cluster.events()).containsExactly("A:p1=1");
        subscribe("B", "p1");
        assertThat(cluster.events()).containsExactly("A:p1=0");
        cluster.advance(Duration.ofSeconds(59));
        assertThat(cluster.events()).isEmpty();
        member("A", "p1").answer();
        assertThat(cluster.events()).containsExactly("B:p1=1");
        member("A", "p1").answer();
        assertThat(cluster.events()).isEmpty();
    }

    @Test
    void tellsAgainTheOneThatStepsDown() {
        subscribe("A", "p1");
        subscribe("B", "p1");
        subscribe("C", "p1");
        assertThat(cluster.events()).containsExactly("A:p1=1", "A:p1=0", "A:p1=0");
        member("A", "p1").answer();
        member("A", "p1").answer();
        assertThat(cluster.events()).containsExactly("B:p1=1");
    }

    @Test
    void changesItsMindWhileItWaits() {
        subscribe("A", "p1");
        subscribe("B", "p1");
        cluster.events();
        member("B", "p1").leave();
        assertThat(cluster.events())
                .as("it is A's turn again, but A does not know")
                .isEmpty();
        subscribe("B", "p1");
        assertThat(cluster.events()).containsExactly("A:p1=0");
    }

    @Test
    void removesTheMembersOfAConnectionAtOnce() {
        subscribe("A", "p1");
        clients.put("B", cluster.client("B", 1));
        subscribe("B", "p1");
        TestCluster.Member second = clients.get("B").member(cluster.existing("p1"), "g", "ss");
        subscribe("C", "p1");
        updates();
        cluster.host.leave(member("B", "p1").group(), List.of(member("B", "p1"), second));
        assertThat(updates()).containsExactly("C:p1=1");
    }

    @Test
    void tellsNobodyIfTheActiveOneKeepsItsNumber() {
        subscribe("A", "p1");
        subscribe("B", "p1");
        assertThat(updates()).containsExactly("A:p1=1", "A:p1=0", "B:p1=1");
        subscribe("C", "p1");
        subscribe("D", "p1");
        member("D", "p1").leave();
        assertThat(updates()).isEmpty();
    }

    @Test
    void activatesTheNextIfTheOneThatStepsDownLeavesInsteadOfAnswering() {
        subscribe("A", "p1");
        cluster.turn();
        subscribe("B", "p1");
        assertThat(cluster.events()).containsExactly("A:p1=1", "A:p1=0");
        TestCluster.Member late = member("A", "p1");
        late.leave();
        assertThat(cluster.events()).containsExactly("B:p1=1");
        late.answer();
        assertThat(cluster.events()).isEmpty();
    }

    @Test
    void waitsForTheAnswerEvenIfAnotherLeaves() {
        subscribe("A", "p1");
        cluster.turn();
        subscribe("B", "p1");
        cluster.events();
        member("B", "p1").leave();
        assertThat(cluster.events()).isEmpty();
        member("A", "p1").answer();
        assertThat(cluster.events()).as("the only one is activated again").containsExactly("A:p1=1");
    }

    @Test
    void mayGiveOneMemberEverythingIfSubscriptionsInterleave() {
        subscribe("A", "p0");
        subscribe("B", "p0");
        subscribe("B", "p1");
        subscribe("A", "p1");
        List<String> updates = updates();
        assertThat(updates).containsExactlyInAnyOrder("A:p0=1", "B:p1=1", "B:p1=0", "A:p1=1");
    }

    @Test
    void doesNotCountMembersOnFailedNodes() {
        clients.put("C", cluster.client("C", 2));
        joinAll("A", "C", "B");
        cluster.state.kill(cluster.node(2));
        Objects.requireNonNull(clients.remove("C")).close();
        cluster.turn();
        assertThat(updates()).as("it may come back").isEmpty();
        cluster.advance(Duration.ofSeconds(60));
        assertThat(updates())
                .as("A and B share the partitions")
                .containsExactlyInAnyOrder("B:p1=1", "B:p2=0", "A:p2=1", "A:p3=0", "B:p3=1");
    }

    @Test
    void refusesAnotherPartitionIndex() {
        subscribe("A", "p0");
        assertThat(cluster.host.group("p0", "g", "ss")).isNotNull();
        assertThat(cluster.host.group("p0", "g", null)).isNull();
        assertThat(cluster.host.group("p0", "other", null)).isNotNull();
        cluster.host.bind("ss", "p0", "again", -5);
        cluster.host.delete("p1");
        cluster.host.bind("ss", "p2", "before", -7);
        assertThat(cluster.host.group("p0", "g", "ss"))
                .as("renumbered while the group lives")
                .isNull();
        member("A", "p0").leave();
        assertThat(cluster.host.group("p0", "g", null)).as("the group is gone").isNotNull();
    }

    @Test
    void keepsTheNumbersOfPartitionsWhenAnotherIsDeleted() {
        subscribe("A", "p3");
        cluster.host.delete("p0");
        assertThat(cluster.host.group("p3", "g", "ss")).isNotNull();
    }

    @Test
    void takesTheNumberOfAStreamInTheDefaultExchangeFromItsName() {
        cluster.stream("name-7");
        ConsumerGroup numbered = Objects.requireNonNull(cluster.host.group("name-7", "g", ""));
        assertThat(numbered.partition()).isEqualTo(7);
        cluster.stream("name-x");
        ConsumerGroup other = Objects.requireNonNull(cluster.host.group("name-x", "g", ""));
        assertThat(other.partition()).isEqualTo(ConsumerGroup.NO_PARTITION);
    }

    @Test
    void isAPlainGroupIfTheStreamIsNoPartition() {
        cluster.stream("plain");
        cluster.client("A", 0).member(cluster.existing("plain"), "g", "ss");
        cluster.client("B", 0).member(cluster.existing("plain"), "h", "unknown");
        assertThat(cluster.host.group("plain", "g", null)).isNotNull();
        assertThat(cluster.host.group("plain", "h", null)).isNotNull();
        assertThat(cluster.events()).containsExactly("A:plain=1", "B:plain=1");
    }
}
