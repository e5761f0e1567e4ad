package io.rbfly.client.superstreams;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.connect;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.api.stream.LeaderLocator;
import io.rbfly.client.api.stream.StreamOptions;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.time.Duration;
import java.util.List;

/** What real brokers answer when super streams are created, compared and deleted. */
class SuperStreamAdministrationIT {
    private static final SuperStreamOptions TWO = SuperStreamOptions.partitions(2);

    private final String name = newName();

    @BrokerTest(versions = "4.0+")
    void aSuperStreamIsComparedWithTheOneThatExists(Broker broker) throws Exception {
        StreamsClient client = connect(broker.uri());
        try {
            List<StreamOptions> each = List.of(
                    StreamOptions.DEFAULT,
                    StreamOptions.DEFAULT.withMaxLengthBytes(1_000_000_000),
                    StreamOptions.DEFAULT
                            .withMaxAge(Duration.ofHours(1))
                            .withMaxSegmentSizeBytes(1_000_000)
                            .withFilterSizeBytes(32)
                            .withLeaderLocator(LeaderLocator.CLIENT_LOCAL)
                            .withArgument("an-argument-of-later-brokers", "1"));
            for (StreamOptions options : each) {
                await(client.createSuperStream(name, TWO.withStreamOptions(options)));
                await(client.createSuperStream(name, TWO.withStreamOptions(options)));
                assertThatThrownBy(() -> await(client.createSuperStream(
                                name, TWO.withStreamOptions(options.withMaxLengthBytes(5_000_000)))))
                        .isInstanceOf(BrokerException.class)
                        .hasMessageContaining("other options");
                assertThatThrownBy(() -> await(client.createSuperStream(name, SuperStreamOptions.partitions(3))))
                        .hasMessageContaining("other partitions");
                assertThat(await(client.partitions(name))).containsExactly(name + "-0", name + "-1");
                assertThat(await(client.route(name, "1"))).containsExactly(name + "-1");
                await(client.deleteSuperStream(name));
                assertThat(await(client.superStreamExists(name))).isFalse();
                assertThat(await(client.streamExists(name + "-0"))).isFalse();
            }
        } finally {
            await(client.close());
        }
    }

    @BrokerTest(versions = "3.10")
    void brokersBefore313CreateNone(Broker broker) throws Exception {
        StreamsClient client = connect(broker.uri());
        try {
            assertThatThrownBy(() -> await(client.createSuperStream(name, TWO)))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("3.13");
            assertThat(await(client.superStreamExists(name))).isFalse();
            assertThatThrownBy(() -> await(client.partitions(name)))
                    .isInstanceOfSatisfying(
                            BrokerException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST));
        } finally {
            await(client.close());
        }
    }
}
