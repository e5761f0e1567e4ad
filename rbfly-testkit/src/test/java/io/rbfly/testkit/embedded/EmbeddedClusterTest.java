package io.rbfly.testkit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedClusterTest {
    private static final String STREAM = "orders";

    private EmbeddedCluster cluster;

    @BeforeEach
    void start() {
        cluster = EmbeddedCluster.builder().electionDelay(Duration.ZERO).start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private RawConnection open(EmbeddedNode node) throws IOException {
        RawConnection client = new RawConnection(node.port());
        client.open();
        return client;
    }

    /** The stream is led by the first node. */
    private void createStream() throws IOException {
        try (RawConnection client = open(cluster.node(0))) {
            client.ask(new Create(STREAM, Map.of()));
        }
    }

    private EmbeddedNode leader() {
        return cluster.stream(STREAM).leader().orElseThrow();
    }

    @Test
    void tellsClientsWhereItsNodesAre() throws IOException {
        createStream();
        try (RawConnection client = open(cluster.node(1))) {
            Metadata.Reply reply =
                    (Metadata.Reply) client.ask(new Metadata(List.of(STREAM))).command();

            assertThat(reply.brokers())
                    .extracting(Metadata.Broker::port)
                    .containsExactlyInAnyOrderElementsOf(
                            cluster.nodes().stream().map(EmbeddedNode::port).toList());
        }
        assertThat(cluster.nodes()).extracting(EmbeddedNode::name).containsExactly("rabbit@a", "rabbit@b", "rabbit@c");
        assertThat(cluster.uri())
                .isEqualTo(
                        "rabbitmq-stream://guest:guest@localhost:%d,localhost:%d,localhost:%d/%%2F",
                        cluster.node(0).port(),
                        cluster.node(1).port(),
                        cluster.node(2).port());
        assertThat(cluster.uris())
                .containsExactlyElementsOf(
                        cluster.nodes().stream().map(EmbeddedNode::uri).toList());
    }

    @Test
    void electsAnotherLeaderWhenOneIsKilled() throws IOException {
        createStream();
        assertThat(leader()).isEqualTo(cluster.node(0));
        assertThat(cluster.stream(STREAM).members()).containsExactlyInAnyOrderElementsOf(cluster.nodes());

        cluster.node(0).kill();

        assertThat(awaitLeader()).isNotEqualTo(cluster.node(0));
        cluster.node(0).start();
        assertThat(cluster.node(0).isRunning()).isTrue();
    }

    @Test
    void electsNoLeaderWithoutAMajority() throws IOException {
        createStream();

        cluster.node(0).kill();
        cluster.node(1).kill();

        try (RawConnection client = open(cluster.node(2))) {
            assertThat(client.ask(new DeclarePublisher(1, "", STREAM)).command())
                    .isEqualTo(new StatusResponse(CommandKey.DECLARE_PUBLISHER, ResponseCode.STREAM_NOT_AVAILABLE));
        }
        assertThat(cluster.stream(STREAM).leader()).isEmpty();
        cluster.node(1).start();
        awaitLeader();
    }

    @Test
    void electsAnotherLeaderWhenOneIsIsolated() throws IOException {
        createStream();

        cluster.node(0).isolate();

        assertThat(awaitLeader()).isNotEqualTo(cluster.node(0));
        cluster.node(0).rejoin();
    }

    @Test
    void movesALeader() throws IOException {
        createStream();

        cluster.stream(STREAM).moveLeader(cluster.node(2));

        assertThat(awaitLeader()).isEqualTo(cluster.node(2));
        cluster.node(1).kill();
        assertThatThrownBy(() -> cluster.stream(STREAM).moveLeader(cluster.node(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rabbit@b (expected: a running node that has orders)");
        try (EmbeddedBroker other = EmbeddedBroker.start()) {
            assertThatThrownBy(() -> cluster.stream(STREAM).moveLeader(other.node()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("node: " + other.node() + " (expected: a node of the cluster of orders)");
        }
    }

    @Test
    void restartsNoStreamWhoseLeaderIsFrozen() throws IOException {
        createStream();
        cluster.node(0).freeze();

        assertThatThrownBy(() -> cluster.stream(STREAM).restart())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stream: orders has a leader, rabbit@a, that is frozen or isolated");
    }

    @Test
    void startsNoNodeAfterItsEnd() throws InterruptedException {
        cluster.node(0).kill();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        CountDownLatch starting = new CountDownLatch(1);
        Thread starter = new Thread(() -> {
            try {
                starting.countDown();
                while (true) {
                    cluster.node(0).start();
                    cluster.node(0).kill();
                }
            } catch (RuntimeException e) {
                failures.add(e);
            }
        });
        starter.start();
        starting.await();

        cluster.close();

        starter.join();
        assertThat(failures)
                .singleElement()
                .isInstanceOf(IllegalStateException.class)
                .extracting(Throwable::getMessage)
                .isEqualTo("the embedded broker is closed");
    }

    @Test
    void endsAllFaults() throws IOException {
        createStream();
        cluster.node(1).kill();
        cluster.node(2).isolate();
        cluster.faults().holdConfirms();
        cluster.faults().raiseAlarm();

        cluster.faults().end();

        assertThat(cluster.nodes()).allMatch(EmbeddedNode::isRunning);
        awaitLeader();
        try (RawConnection client = open(leader())) {
            client.ask(new DeclarePublisher(1, "", STREAM));
            client.send(new Publish(1, List.of(new Publish.Entry(1, new byte[10]))));
            assertThat(client.receive().command()).isEqualTo(new PublishConfirm(1, new long[] {1}));
        }
    }

    /** The election is a task of the event loop, and so is each question for its result. */
    private EmbeddedNode awaitLeader() {
        EmbeddedStream stream = cluster.stream(STREAM);
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (stream.leader().isEmpty()) {
            assertThat(System.nanoTime() - giveUp).as("time without a leader").isNegative();
        }
        return leader();
    }
}
