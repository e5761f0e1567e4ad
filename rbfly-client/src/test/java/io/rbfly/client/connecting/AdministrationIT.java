package io.rbfly.client.connecting;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.connect;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.api.stream.LeaderLocator;
import io.rbfly.client.api.stream.StreamMetadata;
import io.rbfly.client.api.stream.StreamOptions;
import io.rbfly.client.api.stream.StreamStatistics;
import io.rbfly.client.support.Streams;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;

/** Streams with options, and what brokers report about streams. */
class AdministrationIT {
    private static final StreamOptions OPTIONS = StreamOptions.DEFAULT
            .withMaxAge(Duration.ofDays(7))
            .withMaxLengthBytes(5_000_000_000L)
            .withMaxSegmentSizeBytes(1_000_000)
            .withLeaderLocator(LeaderLocator.LEAST_LEADERS)
            .withInitialClusterSize(1)
            .withFilterSizeBytes(32);

    private static void withClient(Broker broker, Streams.StreamTest test) throws Exception {
        StreamsClient client = connect(broker.uri());
        String stream = newName();
        try {
            test.run(client, stream);
            await(client.deleteStream(stream));
        } finally {
            await(client.close());
        }
    }

    /** What rabbitmqctl reports about a stream. The CSV output of 4.3 does not contain it. */
    private static String arguments(Broker broker, String stream) {
        return broker.ctl("--silent", "list_queues", "name", "arguments")
                .lines()
                .filter(line -> line.contains(stream))
                .findFirst()
                .orElse("");
    }

    @BrokerTest(versions = "3.10+")
    void theBrokerHasTheOptionsOfAStream(Broker broker) throws Exception {
        withClient(broker, (client, stream) -> {
            await(client.createStream(stream, OPTIONS));

            assertThat(arguments(broker, stream))
                    .contains("max-age", "604800s")
                    .contains("max-length-bytes", "5000000000")
                    .contains("stream-max-segment-size-bytes", "1000000")
                    .contains("queue-leader-locator", "least-leaders")
                    .contains("initial-cluster-size", "1");
        });
    }

    @BrokerTest(versions = "3.10+")
    void eachLocatorIsTaken(Broker broker) throws Exception {
        for (LeaderLocator locator : LeaderLocator.values()) {
            withClient(
                    broker,
                    (client, stream) ->
                            await(client.createStream(stream, StreamOptions.DEFAULT.withLeaderLocator(locator))));
        }
    }

    @BrokerTest(versions = "3.10+")
    void creatingTheSameAgainSucceedsAndAConflictIsAnError(Broker broker) throws Exception {
        withClient(broker, (client, stream) -> {
            await(client.createStream(stream, OPTIONS));
            await(client.createStream(stream, OPTIONS));

            assertThatThrownBy(() -> await(client.createStream(stream, OPTIONS.withMaxAge(Duration.ofDays(8)))))
                    .isInstanceOfSatisfying(
                            BrokerException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
            assertThatThrownBy(() -> await(client.createStream(stream))).isInstanceOf(BrokerException.class);
        });
    }

    @BrokerTest(versions = "3.10+")
    void aStreamExistsUntilItIsDeleted(Broker broker) throws Exception {
        withClient(broker, (client, stream) -> {
            assertThat(await(client.streamExists(stream))).isFalse();
            await(client.createStream(stream));
            assertThat(await(client.streamExists(stream))).isTrue();
            await(client.deleteStream(stream));
            assertThat(await(client.streamExists(stream))).isFalse();
        });
    }

    @BrokerTest(versions = "3.10+")
    void metadataNamesTheLeader(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Map<String, StreamMetadata> found = await(client.streamMetadata(stream, "no-such-stream"));

            assertThat(found.get(stream).error()).isEmpty();
            assertThat(found.get(stream).leader()).isPresent();
            assertThat(found.get(stream).replicas()).isEmpty();
            assertThat(found.get("no-such-stream").error()).contains(ErrorCode.STREAM_DOES_NOT_EXIST);
        });
    }

    @BrokerTest(versions = "3.10+")
    void statisticsContainTheFirstOffsetOnBrokersThatHaveThem(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            if (broker.version().toString().startsWith("3.10")) {
                assertThatThrownBy(() -> await(client.streamStats(stream))).isInstanceOf(UnsupportedException.class);
                return;
            }
            StreamStatistics empty = await(client.streamStats(stream));
            assertThat(empty.firstOffset()).isEmpty();
            assertThat(empty.committedChunkId()).isEmpty();

            Publisher publisher = await(client.publisher(stream));
            await(publisher.send("x"));
            await(await(client.subscribe(stream, Offset.FIRST)).next()); // what can be read is committed
            StreamStatistics one = await(client.streamStats(stream));
            assertThat(one.firstOffset()).hasValue(0);
            assertThat(one.committedChunkId()).hasValue(0);
            assertThatThrownBy(() -> await(client.streamStats("no-such-stream")))
                    .isInstanceOfSatisfying(
                            BrokerException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST));
        });
    }

    @BrokerTest(versions = "3.10+")
    void lagAndResolvedOffsetsOfBrokersThatHaveThem(Broker broker) throws Exception {
        String version = broker.version().toString();
        withStream(broker, (client, stream) -> {
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            if (version.startsWith("3.10")) {
                assertThatThrownBy(() -> await(subscription.lag())).isInstanceOf(UnsupportedException.class);
                assertThatThrownBy(() -> await(client.resolveOffset(stream, Offset.FIRST)))
                        .isInstanceOf(UnsupportedException.class);
                return;
            }
            assertThat(await(subscription.lag())).isZero();
            Publisher publisher = await(client.publisher(stream));
            for (int i = 0; i < 5; i++) {
                await(publisher.sendAll(Collections.nCopies(10, "x")));
            }
            for (int i = 0; i < 20; i++) {
                await(subscription.next());
            }
            // What can be read is committed, but the end is only known from the chunks that were received.
            await(await(client.subscribe(stream, Offset.at(49))).next());
            boolean hasCommittedOffset =
                    await(client.streamStats(stream)).committedOffset().isPresent();
            assertThat(await(subscription.lag())).isBetween(hasCommittedOffset ? 30L : 20L, 30L);
            await(client.storeOffset(stream, "r", 19));
            long lag = await(client.lag(stream, "r")).orElseThrow();
            assertThat(lag).isBetween(20L, 31L);
            if (hasCommittedOffset) {
                assertThat(lag).isGreaterThanOrEqualTo(30);
                assertThat(await(client.resolveOffset(stream, Offset.FIRST))).isZero();
                assertThat(await(client.resolveOffset(stream, Offset.stored("r"))))
                        .isBetween(10L, 20L);
                assertThat(await(client.resolveOffset(stream, Offset.NEXT))).isBetween(50L, 51L);
            } else {
                assertThatThrownBy(() -> await(client.resolveOffset(stream, Offset.FIRST)))
                        .isInstanceOf(UnsupportedException.class);
            }
        });
    }
}
