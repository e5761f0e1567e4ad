package io.rbfly.testkit.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuperStreamTest {
    private final TestCluster cluster = new TestCluster(3);
    private final VirtualHost host = cluster.host;

    private ResponseCode create(String name, List<String> partitions, List<String> keys) {
        return host.createSuperStream(name, partitions, keys, Map.of(), cluster.node(0));
    }

    private ResponseCode create(String name, Map<String, String> arguments) {
        return host.createSuperStream(name, List.of(name + "-0"), List.of("0"), arguments, cluster.node(0));
    }

    private ResponseCode create(String name) {
        return create(name, List.of(name + "-0", name + "-1"), List.of("0", "1"));
    }

    @Test
    void hasItsPartitionsInOrderAndRoutesByKey() {
        assertThat(create("ss", List.of("z", "a", "m"), List.of("0", "1", ""))).isEqualTo(ResponseCode.OK);
        assertThat(host.partitions("ss")).containsExactly("z", "a", "m");
        assertThat(host.route("ss", "1")).containsExactly("a");
        assertThat(host.route("ss", "")).containsExactly("m");
        assertThat(host.route("ss", "7")).isEmpty();
        assertThat(host.stream("a")).isNotNull();
    }

    @Test
    void isNotFound() {
        cluster.stream("s");
        for (String name : List.of("unknown", "s")) {
            assertThat(host.partitions(name)).isNull();
            assertThat(host.route(name, "0")).isNull();
            assertThat(host.deleteSuperStream(name)).isEqualTo(ResponseCode.STREAM_DOES_NOT_EXIST);
        }
    }

    @Test
    void existsAlreadyWhateverItIs() {
        create("ss");
        assertThat(create("ss", List.of("other"), List.of("0"))).isEqualTo(ResponseCode.STREAM_ALREADY_EXISTS);
        assertThat(host.stream("other")).isNull();
        assertThat(create("tt", List.of("new", "ss-1"), List.of("0", "1")))
                .isEqualTo(ResponseCode.STREAM_ALREADY_EXISTS);
        assertThat(host.stream("new")).isNull();
        assertThat(host.partitions("tt")).isNull();
    }

    @Test
    void isRefused() {
        assertThat(create("ss", List.of("a", "b"), List.of("0"))).isEqualTo(ResponseCode.PRECONDITION_FAILED);
        assertThat(create("ss", List.of("a", "a"), List.of("0", "1"))).isEqualTo(ResponseCode.PRECONDITION_FAILED);
        assertThat(create("")).isEqualTo(ResponseCode.PRECONDITION_FAILED);
        assertThat(create("amq.ss")).isEqualTo(ResponseCode.PRECONDITION_FAILED);
        assertThat(create("ss", List.of(""), List.of("0"))).isEqualTo(ResponseCode.PRECONDITION_FAILED);
        assertThat(create("ss", List.of("amq.s"), List.of("0"))).isEqualTo(ResponseCode.PRECONDITION_FAILED);
        assertThat(host.partitions("ss")).isNull();
    }

    @Test
    void hasAtMost1000Partitions() {
        List<String> names = IntStream.range(0, 1_001).mapToObj(i -> "p" + i).toList();
        assertThat(create("ss", names, names)).isEqualTo(ResponseCode.PRECONDITION_FAILED);
        assertThat(create("ss", names.subList(1, 1_001), names.subList(1, 1_001)))
                .isEqualTo(ResponseCode.OK);
    }

    @Test
    void mayHaveDuplicateKeysOrNoPartitions() {
        assertThat(create("ss", List.of("a", "b"), List.of("k", "k"))).isEqualTo(ResponseCode.OK);
        assertThat(host.route("ss", "k")).containsExactly("a", "b");
        assertThat(create("none", List.of(), List.of())).isEqualTo(ResponseCode.OK);
        assertThat(host.partitions("none")).isEmpty();
    }

    @Test
    void hasNoLineBreaksInItsName() {
        assertThat(create("s\r\ns", List.of("a"), List.of("0"))).isEqualTo(ResponseCode.OK);
        assertThat(host.partitions("ss")).containsExactly("a");
    }

    @Test
    void leavesItsExchangeBehindIfTheBrokerCrashes() {
        assertThatThrownBy(() -> create("ss", Map.of("max-length-bytes", "abc")))
                .isInstanceOf(StreamArguments.CrashException.class);
        assertThatThrownBy(() -> create("tt", List.of("a\nb"), List.of("0")))
                .isInstanceOf(StreamArguments.CrashException.class);
        for (String name : List.of("ss", "tt")) {
            assertThat(create(name)).isEqualTo(ResponseCode.STREAM_ALREADY_EXISTS);
            assertThat(host.partitions(name)).isEmpty();
            assertThat(host.deleteSuperStream(name)).isEqualTo(ResponseCode.OK);
            assertThat(create(name)).isEqualTo(ResponseCode.OK);
        }
    }

    @Test
    void leavesNothingBehindIfAnArgumentIsRefused() {
        for (Map<String, String> arguments : List.of(
                Map.of("initial-cluster-size", "0"),
                Map.of("queue-leader-locator", "x"),
                Map.of("stream-filter-size-bytes", "15"))) {
            assertThat(create("ss", arguments)).isEqualTo(ResponseCode.INTERNAL_ERROR);
            assertThat(host.partitions("ss")).isNull();
            assertThat(host.stream("ss-0")).isNull();
        }
    }

    @Test
    void spreadsItsLeaders() {
        create("ss", List.of("a", "b", "c"), List.of("0", "1", "2"));
        assertThat(List.of("a", "b", "c").stream()
                        .map(name -> cluster.existing(name).leader())
                        .toList())
                .containsExactlyElementsOf(cluster.state.nodes());
        create("tt", Map.of("queue-leader-locator", "client-local"));
        assertThat(cluster.existing("tt-0").leader()).isEqualTo(cluster.node(0));
    }

    @Test
    void isDeletedWithItsPartitions() {
        create("ss");
        TestCluster.Client client = cluster.client("c", 1);
        client.publisher(cluster.existing("ss-0"));
        client.reader(cluster.existing("ss-1"));
        assertThat(host.deleteSuperStream("ss")).isEqualTo(ResponseCode.OK);
        assertThat(cluster.events()).containsExactly("c: unavailable ss-0", "c: unavailable ss-1");
        assertThat(host.partitions("ss")).isNull();
        assertThat(host.stream("ss-0")).isNull();
        assertThat(host.deleteSuperStream("ss")).isEqualTo(ResponseCode.STREAM_DOES_NOT_EXIST);
    }

    @Test
    void deletesAllStreamsOfTheVirtualHostIfItHasNoName() {
        create("ss");
        cluster.stream("s");
        assertThat(host.partitions("")).containsExactly("ss-0", "ss-1", "s");
        assertThat(host.deleteSuperStream("")).isEqualTo(ResponseCode.OK);
        assertThat(host.streams()).isEmpty();
        assertThat(host.partitions("ss")).isEmpty();
        assertThat(host.partitions("")).isEmpty();
    }

    @Test
    void mayBeAPredeclaredExchangeWhichStays() {
        cluster.stream("s");
        host.bind("amq.direct", "s", "k", 0);
        assertThat(host.partitions("amq.direct")).containsExactly("s");
        assertThat(create("amq.direct")).isEqualTo(ResponseCode.PRECONDITION_FAILED);
        assertThat(host.deleteSuperStream("amq.direct")).isEqualTo(ResponseCode.OK);
        assertThat(host.stream("s")).isNull();
        assertThat(host.partitions("amq.direct")).isEmpty();
    }

    @Test
    void losesAPartitionThatIsDeletedAsAStream() {
        create("ss");
        TestCluster.Client client = cluster.client("c", 1);
        client.publisher(cluster.existing("ss-0"));
        client.publisher(cluster.existing("ss-1"));
        host.delete("ss-0");
        assertThat(cluster.events()).containsExactly("c: unavailable ss-0");
        assertThat(host.partitions("ss")).containsExactly("ss-1");
        assertThat(host.route("ss", "0")).isEmpty();
        cluster.stream("ss-0");
        assertThat(host.partitions("ss")).as("only a binding makes it one").containsExactly("ss-1");
    }

    @Test
    void getsAPartitionByABinding() {
        create("ss");
        cluster.client("c", 1).publisher(cluster.existing("ss-0"));
        cluster.stream("new");
        host.bind("ss", "new", "n", 1);
        assertThat(host.partitions("ss")).containsExactly("ss-0", "ss-1", "new");
        host.bind("ss", "new", "again", 7);
        assertThat(host.partitions("ss"))
                .as("twice if it is bound twice")
                .containsExactly("ss-0", "ss-1", "new", "new");
        assertThat(cluster.events()).as("nobody is told").isEmpty();
        assertThatThrownBy(() -> host.bind("ss", "unknown", "k", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> host.bind("unknown", "new", "k", 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
