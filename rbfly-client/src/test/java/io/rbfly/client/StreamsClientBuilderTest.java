package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.rbfly.client.api.error.ConnectionException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StreamsClientBuilderTest {
    private final StreamsClientBuilder builder = StreamsClient.builder("rabbitmq-stream://user:s3cret@host");

    private static Arguments refused(String name, Consumer<StreamsClientBuilder> setting) {
        return Arguments.of(name, setting);
    }

    private static Stream<Arguments> refused() {
        Duration second = Duration.ofSeconds(1);
        return Stream.of(
                refused("heartbeat", b -> b.heartbeat(second.negated())),
                refused("heartbeat", b -> b.heartbeat(Duration.ofMillis(1500))),
                refused("heartbeat", b -> b.heartbeat(Duration.ofHours(24).plusSeconds(1))),
                refused("connectTimeout", b -> b.connectTimeout(Duration.ZERO)),
                refused("requestTimeout", b -> b.requestTimeout(second.negated())),
                refused("first", b -> b.backoff(Duration.ZERO, second)),
                refused("longest", b -> b.backoff(second, Duration.ZERO)),
                refused("longest", b -> b.backoff(second, Duration.ofMillis(999))),
                refused("maxReconnects", b -> b.maxReconnects(-1)),
                refused("maxFrameSize", b -> b.maxFrameSize(65_535)),
                refused("maxPublishersPerConnection", b -> b.maxPublishersPerConnection(0)),
                refused("maxPublishersPerConnection", b -> b.maxPublishersPerConnection(257)),
                refused("maxSubscriptionsPerConnection", b -> b.maxSubscriptionsPerConnection(0)),
                refused("maxSubscriptionsPerConnection", b -> b.maxSubscriptionsPerConnection(257)),
                refused("blockedLoopWarning", b -> b.blockedLoopWarning(Duration.ZERO)));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String name, Object setting) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> applied(setting))
                .withMessageStartingWith(name + ": ")
                .withMessageContaining("expected");
    }

    @SuppressWarnings("unchecked") // the provider above makes nothing else
    private void applied(Object setting) {
        ((Consumer<StreamsClientBuilder>) setting).accept(builder);
    }

    @Test
    void theLimitsAreAccepted() {
        assertThatNoException()
                .isThrownBy(() -> builder.heartbeat(Duration.ZERO)
                        .heartbeat(Duration.ofHours(24))
                        .connectTimeout(Duration.ofNanos(1))
                        .backoff(Duration.ofSeconds(1), Duration.ofSeconds(1))
                        .maxReconnects(0)
                        .maxReconnects(Integer.MAX_VALUE)
                        .maxPublishersPerConnection(1)
                        .maxPublishersPerConnection(256)
                        .maxSubscriptionsPerConnection(1)
                        .maxSubscriptionsPerConnection(256)
                        .maxFrameSize(1 << 16));
    }

    @Test
    void aClientOverSocketsIsMadeAndClosedAndNeverPrintsThePassword() {
        StreamsClient client = builder.build();

        assertThat(client).asString().contains("user@host").doesNotContain("s3cret");
        assertThat(client.close()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aPortWithoutAListenerFailsImmediately() {
        StreamsClient client = StreamsClient.create("rabbitmq-stream://127.0.0.1:1");

        assertThat(client.createStream("s"))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(ConnectionException.class)
                .withMessage("cannot connect to 127.0.0.1:1: Connection refused"
                        + " (is a broker with the stream plugin listening there?)");
        assertThat(client.close()).succeedsWithin(Duration.ofSeconds(10));
    }
}
