package io.rbfly.testkit.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.protocol.wire.ResponseCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Creating and deleting streams, and their nodes. */
class StreamsTest {
    private final TestCluster cluster = new TestCluster(3);
    private final VirtualHost host = cluster.host;

    private ResponseCode create(String name) {
        return host.create(name, Map.of(), cluster.node(0));
    }

    private List<Node> nodes(int... indices) {
        return Arrays.stream(indices).mapToObj(cluster::node).toList();
    }

    @Test
    void existAlreadyWithTheSameArguments() {
        assertThat(create("s")).isEqualTo(ResponseCode.OK);
        assertThat(create("s")).isEqualTo(ResponseCode.STREAM_ALREADY_EXISTS);
        assertThat(host.create("s", Map.of("ignored", "x"), cluster.node(0)))
                .isEqualTo(ResponseCode.STREAM_ALREADY_EXISTS);
        assertThat(host.create("s", Map.of("max-age", "1h"), cluster.node(0)))
                .isEqualTo(ResponseCode.PRECONDITION_FAILED);
    }

    @Test
    void areRefusedWithBadArgumentsEvenIfTheyExist() {
        create("s");
        assertThat(host.create("s", Map.of("initial-cluster-size", "0"), cluster.node(0)))
                .isEqualTo(ResponseCode.PRECONDITION_FAILED);
        assertThatThrownBy(() -> host.create("s", Map.of("max-length-bytes", "abc"), cluster.node(0)))
                .isInstanceOf(StreamArguments.CrashException.class);
    }

    @Test
    void haveNamesThatAreNotReserved() {
        assertThat(create("")).isEqualTo(ResponseCode.PRECONDITION_FAILED);
        assertThat(create("\r\n")).isEqualTo(ResponseCode.PRECONDITION_FAILED);
        assertThat(create("amq.s")).isEqualTo(ResponseCode.PRECONDITION_FAILED);
        assertThat(create("a\rmq.s")).isEqualTo(ResponseCode.PRECONDITION_FAILED);
        assertThat(create("amqs")).isEqualTo(ResponseCode.OK);
        assertThat(create("x".repeat(1_000))).isEqualTo(ResponseCode.OK);
    }

    @Test
    void haveNamesWithoutLineBreaks() {
        assertThat(create("a\r\nb\n")).isEqualTo(ResponseCode.OK);
        assertThat(host.stream("ab")).isNotNull();
        assertThat(create("ab")).isEqualTo(ResponseCode.STREAM_ALREADY_EXISTS);
    }

    @Test
    void areDeletedOnce() {
        create("s");
        assertThat(host.delete("s")).isEqualTo(ResponseCode.OK);
        assertThat(host.stream("s")).isNull();
        assertThat(host.delete("s")).isEqualTo(ResponseCode.STREAM_DOES_NOT_EXIST);
    }

    @Test
    void tellTheirClientsAfterTheAnswerThatTheyAreDeleted() {
        ReplicatedStream stream = cluster.stream("s");
        TestCluster.Client client = cluster.client("c", 0);
        client.publisher(stream);
        client.reader(stream);
        cluster.client("other", 1).reader(cluster.stream("t"));
        host.delete("s");
        assertThat(cluster.events).isEmpty();
        assertThat(cluster.events()).containsExactly("c: unavailable s");
        assertThat(stream.isDeleted()).isTrue();
    }

    @Test
    void beginAgainIfTheyAreCreatedAgain() {
        cluster.client("p", 0).publisher(cluster.stream("s")).write(1);
        cluster.turn();
        host.delete("s");
        create("s");
        assertThat(cluster.existing("s").log().endIndex()).isZero();
    }

    @Test
    void areSeparateInEachVirtualHost() {
        create("s");
        cluster.state.addVirtualHost("other");
        VirtualHost other = Objects.requireNonNull(cluster.state.virtualHost("other"));
        assertThat(other.stream("s")).isNull();
        cluster.state.addVirtualHost("/");
        assertThat(host.stream("s")).as("adding again changes nothing").isNotNull();
    }

    @Test
    void areOnAllNodesAndLedByThatOfTheCreator() {
        host.create("s", Map.of(), cluster.node(1));
        assertThat(cluster.existing("s").leader()).isEqualTo(cluster.node(1));
        assertThat(cluster.existing("s").members()).containsExactlyElementsOf(nodes(1, 0, 2));
    }

    @Test
    void areOnTheNodeOfTheCreatorAndOnThoseWithTheFewestStreams() {
        Map<String, String> two = Map.of("initial-cluster-size", "2");
        for (String name : List.of("s1", "s2", "s3")) {
            host.create(name, two, cluster.node(1));
        }
        assertThat(cluster.existing("s1").members()).containsExactlyElementsOf(nodes(1, 0));
        assertThat(cluster.existing("s2").members()).containsExactlyElementsOf(nodes(1, 2));
        assertThat(cluster.existing("s3").members()).containsExactlyElementsOf(nodes(1, 0));
        host.create("large", Map.of("initial-cluster-size", "9"), cluster.node(0));
        assertThat(cluster.existing("large").members()).hasSize(3);
    }

    @Test
    void areLedByTheirNodeWithTheFewestLeadersIfBalanced() {
        for (int i = 0; i < 4; i++) {
            host.create("s" + i, Map.of("queue-leader-locator", "balanced"), cluster.node(0));
        }
        assertThat(List.of(0, 1, 2, 3).stream()
                        .map(i -> cluster.existing("s" + i).leader())
                        .toList())
                .containsExactlyElementsOf(nodes(0, 1, 2, 0));
        host.create("single", Map.of("queue-leader-locator", "balanced", "initial-cluster-size", "1"), cluster.node(0));
        assertThat(cluster.existing("single").leader()).as("it has no other").isEqualTo(cluster.node(0));
    }

    @Test
    void areAlsoOnNodesThatAreDownButNotLedByThem() {
        cluster.state.kill(cluster.node(0));
        host.create("s", Map.of("queue-leader-locator", "balanced"), cluster.node(2));
        assertThat(cluster.existing("s").members()).containsExactlyElementsOf(nodes(1, 0, 2));
        host.create("two", Map.of("initial-cluster-size", "2"), cluster.node(2));
        assertThat(cluster.existing("two").members())
                .as("those that run come first")
                .containsExactlyElementsOf(nodes(2, 1));
    }

    @Test
    void cannotBeCreatedWithoutAMajorityOfTheNodes() {
        cluster.state.kill(cluster.node(1));
        cluster.state.isolate(cluster.node(2), true);
        assertThat(create("s")).isEqualTo(ResponseCode.INTERNAL_ERROR);
        assertThat(host.stream("s")).isNull();
        cluster.state.isolate(cluster.node(2), false);
        assertThat(create("s")).isEqualTo(ResponseCode.OK);
    }
}
