package io.rbfly.client.superstreams;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.stream.StreamOptions;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating, deleting and querying super streams. */
@EmbeddedBrokerTest
class SuperStreamAdministrationTest {
    private static final SuperStreamOptions THREE = SuperStreamOptions.partitions(3);

    private final String name = newName();
    private StreamsClient client;

    @BeforeEach
    void connect(EmbeddedBroker broker) throws Exception {
        client = StreamsClient.builder(broker.uri())
                .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
                .build();
    }

    @AfterEach
    void disconnect(EmbeddedBroker broker) throws Exception {
        broker.faults().end();
        await(client.close());
    }

    private static void assertRefused(ErrorCode code, String message, ThrowingCallable operation) {
        assertThatThrownBy(operation)
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private List<String> names(String... keys) {
        return List.of(keys).stream().map(key -> name + "-" + key).toList();
    }

    @Test
    void aSuperStreamIsCreatedAndDeleted() throws Exception {
        assertThat(await(client.superStreamExists(name))).isFalse();
        await(client.createSuperStream(name, THREE));

        assertThat(await(client.superStreamExists(name))).isTrue();
        assertThat(await(client.partitions(name))).isEqualTo(names("0", "1", "2"));
        assertThat(await(client.route(name, "1"))).isEqualTo(names("1"));
        assertThat(await(client.route(name, "3"))).isEmpty();
        assertThat(await(client.streamExists(name + "-0"))).isTrue();

        await(client.deleteSuperStream(name));
        assertThat(await(client.superStreamExists(name))).isFalse();
        assertThat(await(client.streamExists(name + "-0"))).isFalse();
        await(client.deleteSuperStream(name));
    }

    @Test
    void partitionsOfBindingKeysHaveTheirNames() throws Exception {
        await(client.createSuperStream(name, SuperStreamOptions.bindingKeys("eu", "us", "ąść")));

        assertThat(await(client.partitions(name))).isEqualTo(names("eu", "us", "ąść"));
        assertThat(await(client.route(name, "ąść"))).isEqualTo(names("ąść"));
    }

    @Test
    void creatingTheSameSuperStreamAgainSucceeds() throws Exception {
        SuperStreamOptions options = THREE.withStreamOptions(StreamOptions.DEFAULT.withMaxLengthBytes(1_000_000));
        await(client.createSuperStream(name, options));
        await(client.createSuperStream(name, options));

        assertRefused(
                ErrorCode.PRECONDITION_FAILED, "other options", () -> await(client.createSuperStream(name, THREE)));
        assertRefused(
                ErrorCode.PRECONDITION_FAILED,
                "other partitions",
                () -> await(client.createSuperStream(name, SuperStreamOptions.partitions(4))));
        assertThat(await(client.partitions(name))).isEqualTo(names("0", "1", "2"));
    }

    @Test
    void twoClientsMayCreateTheSameSuperStreamAtTheSameTime() throws Exception {
        CompletableFuture<Void> first = client.createSuperStream(name, THREE);
        CompletableFuture<Void> second = client.createSuperStream(name, THREE);

        await(first);
        await(second);
    }

    @Test
    void otherBindingKeysOfTheSamePartitionsAreNoticed(EmbeddedBroker broker) throws Exception {
        await(client.createSuperStream(name, THREE));
        broker.superStream(name).addPartition(name + "-0", "1");

        assertRefused(
                ErrorCode.PRECONDITION_FAILED,
                "other binding keys",
                () -> await(client.createSuperStream(name, THREE)));
    }

    @Test
    void aStreamWithTheNameOfAPartitionIsKept() throws Exception {
        await(client.createStream(name + "-1"));

        assertRefused(
                ErrorCode.STREAM_ALREADY_EXISTS,
                "stream " + name + "-1",
                () -> await(client.createSuperStream(name, THREE)));
        assertThat(await(client.superStreamExists(name))).isFalse();
        assertThat(await(client.streamExists(name + "-1"))).isTrue();
    }

    @Test
    void aRequestThatWasLostIsRepeated(EmbeddedBroker broker) throws Exception {
        broker.faults().disconnect(CommandKey.CREATE_SUPER_STREAM, 1);
        await(client.createSuperStream(name, THREE));

        assertThat(await(client.partitions(name))).hasSize(3);
    }

    @Test
    void aSuperStreamWhoseAnswerWasLostIsCreated(EmbeddedBroker broker) throws Exception {
        broker.faults().abandonSuperStream(3);
        await(client.createSuperStream(name, THREE));

        assertThat(await(client.partitions(name))).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whatABrokerHasLeftBehindIsDeleted(int partitions, EmbeddedBroker broker) throws Exception {
        await(client.createStream(name));
        broker.faults().abandonSuperStream(partitions);

        assertThatThrownBy(() -> await(client.createSuperStream(name, THREE)))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("deleted again");
        assertThat(await(client.streamExists(name + "-0"))).isFalse();
        assertThat(await(client.streamExists(name))).isTrue();
        await(client.createSuperStream(name, THREE));
    }

    @Test
    void anEmptyNameIsNeverSent() throws Exception {
        await(client.createStream(name));

        assertThatThrownBy(() -> await(client.deleteSuperStream(""))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> await(client.createSuperStream("", THREE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> await(client.partitions(""))).isInstanceOf(IllegalArgumentException.class);
        assertThat(await(client.streamExists(name))).isTrue();
    }

    @Test
    void namesThatBrokersFailAtAreNotSent() {
        for (String bad : List.of("a\rb", "a\nb", "x".repeat(256), "amq.direct", "\ud800")) {
            assertThatThrownBy(() -> await(client.createSuperStream(bad, THREE)))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> await(client.deleteSuperStream(bad)))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> await(client.createSuperStream("x".repeat(233), THREE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partition");
    }

    @Test
    void keysThatMakeNoPartitionsAreRefused() {
        assertThatThrownBy(() -> SuperStreamOptions.partitions(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SuperStreamOptions.partitions(100_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(SuperStreamOptions::bindingKeys).isInstanceOf(IllegalArgumentException.class);
        for (String bad : List.of("", "a\nb", "x".repeat(256))) {
            assertThatThrownBy(() -> SuperStreamOptions.bindingKeys(bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> SuperStreamOptions.bindingKeys("a", "b", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("repeated");
        assertThatThrownBy(() -> SuperStreamOptions.bindingKeys(Collections.singletonList(null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("key");
    }

    @Test
    void anExchangeThatIsNoSuperStreamIsKept(EmbeddedBroker broker) throws Exception {
        await(client.createSuperStream(name, SuperStreamOptions.partitions(1)));
        String other = newName();
        await(client.createStream(other));
        broker.superStream(name).addPartition(other, "other");

        assertRefused(ErrorCode.PRECONDITION_FAILED, "stream " + other, () -> await(client.deleteSuperStream(name)));
        await(client.deleteStream(name + "-0"));
        await(client.deleteStream(other));
        assertRefused(ErrorCode.PRECONDITION_FAILED, "no stream", () -> await(client.deleteSuperStream(name)));
        assertThat(await(client.superStreamExists(name))).isFalse();
        assertRefused(
                ErrorCode.PRECONDITION_FAILED,
                "an exchange of this name",
                () -> await(client.createSuperStream(name, THREE)));
    }

    @Test
    void aStreamIsNoSuperStream() throws Exception {
        await(client.createStream(name));

        assertThat(await(client.superStreamExists(name))).isFalse();
        assertRefused(ErrorCode.STREAM_DOES_NOT_EXIST, name, () -> await(client.partitions(name)));
        assertRefused(ErrorCode.STREAM_DOES_NOT_EXIST, name, () -> await(client.route(name, "0")));
        await(client.deleteSuperStream(name));
        assertThat(await(client.streamExists(name))).isTrue();
    }

    @Test
    void manyPartitionsHaveMoreTimeThanFew(EmbeddedBroker broker) throws Exception {
        StreamsClient hasty = StreamsClient.builder(broker.uri())
                .requestTimeout(Duration.ofSeconds(2))
                .build();
        broker.faults().delay(CommandKey.CREATE_SUPER_STREAM, Duration.ofSeconds(3), 1);
        broker.faults().delay(CommandKey.DELETE_SUPER_STREAM, Duration.ofSeconds(3), 1);
        broker.faults().delay(CommandKey.CREATE_SUPER_STREAM, Duration.ofMinutes(30), 1);

        await(hasty.createSuperStream(name, SuperStreamOptions.partitions(300))); // within 20 s
        await(hasty.deleteSuperStream(name)); // however many they are
        assertThatThrownBy(() -> await(hasty.createSuperStream(name + "-few", SuperStreamOptions.partitions(2))))
                .isInstanceOf(RequestTimeoutException.class);
        broker.faults().end(); // for which closing would wait
        await(hasty.close());
    }

    @Test
    void operationsMayHaveNoTimeLimit(EmbeddedBroker broker) throws Exception {
        StreamsClient unlimited = StreamsClient.builder(broker.uri())
                .operationTimeout(ChronoUnit.FOREVER.getDuration())
                .build();
        await(unlimited.createSuperStream(name, THREE));
        await(unlimited.deleteSuperStream(name));
        await(unlimited.close());
    }

    @Test
    void aSuperStreamMayHaveAThousandPartitions() throws Exception {
        await(client.createSuperStream(name, SuperStreamOptions.partitions(1_000)));
        assertThat(await(client.partitions(name))).hasSize(1_000);
        await(client.createSuperStream(name, SuperStreamOptions.partitions(1_000)));
        await(client.deleteSuperStream(name));

        assertRefused(
                ErrorCode.PRECONDITION_FAILED,
                "1001 partitions",
                () -> await(client.createSuperStream(name, SuperStreamOptions.partitions(1_001))));
    }
}
