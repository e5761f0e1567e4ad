package io.rbfly.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar against real brokers. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoIT {
    /** How long a broker waits for a silent client, with a heartbeat every second. */
    private static final long PATIENCE_MILLIS = 3000;

    private final String stream = "rbfly-demo-" + UUID.randomUUID();

    @TempDir
    Path folder;

    @BrokerTest
    void keepsItsConnectionsWhileAPoolCalculates(Broker broker) throws Exception {
        // Longer heartbeats than below: no connection must be lost if the machine is busy.
        try (DemoProcess demo = start(broker, "--messages", "200", "--heartbeat", "2", "--calculations", "2")) {
            assertThat(demo.exitCode()).as(demo.text()).isZero();

            JsonNode summary = summary();
            assertEachOutlastsTheBroker(summary, 2, 2 * PATIENCE_MILLIS);
            assertAllReadOnce(summary, 200);
            assertThat(summary.path("heartbeatsSent").asInt()).isGreaterThanOrEqualTo(6);
            assertThat(summary.path("heartbeatsReceived").asInt()).isGreaterThanOrEqualTo(6);
            assertThat(summary.path("closedByBroker").asInt()).isZero();
            assertThat(summary.path("reconnects").asInt()).isZero();
            assertThat(folder.resolve("timeline.svg")).content().contains("the broker keeps the connection");
            assertStreamIsGone(broker);
        }
    }

    @BrokerTest
    void comesBackWhenTheBrokerClosedItsBlockedConnections(Broker broker) throws Exception {
        try (DemoProcess demo =
                start(broker, "--no-threads", "--messages", "200", "--heartbeat", "1", "--calculations", "2")) {
            assertThat(demo.exitCode()).as(demo.text()).isZero();

            JsonNode summary = summary();
            assertEachOutlastsTheBroker(summary, 2, PATIENCE_MILLIS);
            assertAllReadOnce(summary, 200);
            assertThat(summary.path("closedByBroker").asInt()).isGreaterThanOrEqualTo(1);
            assertThat(summary.path("reconnects").asInt())
                    .as("a connection that nobody needs is not made again")
                    .isBetween(1, summary.path("closedByBroker").asInt());
            assertThat(summary.path("longestBlockMillis").asLong()).isGreaterThan(PATIENCE_MILLIS / 2);
            assertThat(demo.text()).contains("the event loop was blocked by Demo.calculate");
            assertThat(folder.resolve("timeline.svg")).content().contains("the broker closes the connection");
        }
    }

    @BrokerTest(dedicated = true)
    void losesNothingWhenTheBrokerIsKilled(Broker broker) throws Exception {
        try (DemoProcess demo = start(broker, "--messages", "20000", "--size", "64", "--calculations", "8")) {
            demo.awaitLine("done calculating");
            demo.awaitLine("done calculating");
            broker.kill();
            broker.start();

            assertThat(demo.exitCode()).as(demo.text()).isZero();
            JsonNode summary = summary();
            assertThat(summary.path("calculations").asInt()).isEqualTo(8);
            assertAllReadOnce(summary, 20_000);
            assertThat(summary.path("reconnects").asInt()).isGreaterThanOrEqualTo(1);
        }
    }

    @BrokerTest
    void deletesItsStreamWhenItIsInterrupted(Broker broker) throws Exception {
        try (DemoProcess demo = start(broker, "--messages", "200")) {
            demo.awaitLine("starting calculation");
            demo.terminate();

            assertThat(demo.exitCode()).as(demo.text()).isEqualTo(128 + 15);
            assertThat(demo.text()).contains("stopping", "summary");
            assertStreamIsGoneIfThereWasTime(demo, broker);
        }
    }

    /** On a machine that allocates memory slowly, the demo is stopped while it allocates the matrix. */
    @BrokerTest
    void stopsAtOnceWhileALargeMatrixIsMade(Broker broker) throws Exception {
        List<String> java = List.of("-Xmx2g", "-XX:+UseG1GC");
        try (DemoProcess demo = start(java, broker, "--messages", "100", "--size", "15000")) {
            demo.awaitLine("starting calculation");
            long told = System.nanoTime();
            demo.terminate();

            assertThat(demo.exitCode()).as(demo.text()).isEqualTo(128 + 15);
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(30));
            assertStreamIsGoneIfThereWasTime(demo, broker);
        }
    }

    @BrokerTest
    void saysInOneLineWhatTheBrokerRefuses(Broker broker) throws Exception {
        String address = broker.host() + ":" + broker.port();

        assertFailsWith("refuses user 'guest'", "--uri", "rabbitmq-stream://guest:wrong@" + address);
        assertFailsWith("no virtual host 'none'", "--uri", "rabbitmq-stream://guest:guest@" + address + "/none");
    }

    @Test
    void needsNoBrokerWithItsOwn() throws Exception {
        String summary = folder.resolve("summary.json").toString();
        try (DemoProcess demo = DemoProcess.start(
                "--embedded", "--summary", summary, "--messages", "200", "--size", "64", "--calculations", "2")) {
            assertThat(demo.exitCode()).as(demo.text()).isZero();

            assertThat(summary().path("calculations").asInt()).isEqualTo(2);
            assertAllReadOnce(summary(), 200);
        }
    }

    @Test
    void saysInOneLineThatNothingListens() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }

        assertFailsWith("127.0.0.1:" + port, "--uri", "rabbitmq-stream://127.0.0.1:" + port);
    }

    @Test
    void refusesASizeThatDoesNotFitInOneLine() throws Exception {
        assertFailsWith("GiB of heap", "--size", "1000000");
    }

    private DemoProcess start(Broker broker, String... arguments) throws Exception {
        return start(List.of(), broker, arguments);
    }

    private DemoProcess start(List<String> java, Broker broker, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--uri", broker.uri(), "--stream", stream));
        all.addAll(List.of("--summary", folder.resolve("summary.json").toString()));
        all.addAll(List.of("--timeline", folder.resolve("timeline.svg").toString()));
        all.addAll(List.of(arguments));
        return DemoProcess.start(java, all.toArray(String[]::new));
    }

    private JsonNode summary() throws Exception {
        return new ObjectMapper().readTree(Files.readString(folder.resolve("summary.json")));
    }

    private static void assertEachOutlastsTheBroker(JsonNode summary, int calculations, long patienceMillis) {
        assertThat(summary.path("calculations").asInt()).isEqualTo(calculations);
        assertThat(summary.path("calculationMillis"))
                .hasSize(calculations)
                .allSatisfy(millis -> assertThat(millis.asLong()).isGreaterThanOrEqualTo(patienceMillis));
    }

    private static void assertAllReadOnce(JsonNode summary, int messages) {
        assertThat(summary.path("messagesRead").asInt()).isEqualTo(messages);
        assertThat(summary.path("missing").asInt()).isZero();
        assertThat(summary.path("repeated").asInt()).isZero();
        assertThat(summary.path("firstOffset").asLong()).isZero();
        assertThat(summary.path("lastOffset").asLong()).isGreaterThanOrEqualTo(messages - 1);
    }

    /** A demo that is stopped gives up soon if the broker does not delete the stream. */
    private void assertStreamIsGoneIfThereWasTime(DemoProcess demo, Broker broker) {
        if (!demo.text().contains("could not be deleted: no answer in time")) {
            assertStreamIsGone(broker);
        }
    }

    private void assertStreamIsGone(Broker broker) {
        assertThatThrownBy(() -> StreamsClient.create(broker.uri())
                        .use(client -> client.subscribe(stream, Offset.FIRST))
                        .get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST));
    }

    private static void assertFailsWith(String words, String... arguments) throws Exception {
        try (DemoProcess demo = DemoProcess.start(arguments)) {
            assertThat(demo.exitCode()).isEqualTo(1);
            assertThat(demo.text()).startsWith("rbfly-demo: ").contains(words);
            assertThat(demo.text().lines()).hasSize(1);
        }
    }
}
