package io.rbfly.client.recovering;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.api.event.ClientEvent.PublisherEnded;
import io.rbfly.client.api.event.ClientEvent.PublisherInterrupted;
import io.rbfly.client.api.event.ClientEvent.SubscriptionEnded;
import io.rbfly.client.api.event.ClientEvent.SubscriptionInterrupted;
import io.rbfly.client.event.Events;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedCluster;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a listener hears of publishers and subscriptions over lost connections. */
@WithEachExecutor
class RecoveryEventsTest {
    private final ScriptedCluster cluster = new ScriptedCluster("rabbitmq-stream://a", builder -> builder);

    @BeforeEach
    void open() {
        cluster.place("s", "b", "c");
        cluster.scene.now(cluster.client().publisher("s", PublisherOptions.named("till")));
        cluster.scene.now(cluster.client().subscribe("s", Offset.FIRST));
    }

    @AfterEach
    void close() {
        cluster.close();
        assertThat(told()).as("closing is no event of theirs").hasSize(expected);
    }

    private int expected;

    /** The events of publishers and subscriptions so far. */
    private List<ClientEvent> told() {
        return cluster.scene.events.stream()
                .filter(event -> event.getClass().getSimpleName().matches("(Publisher|Subscription).*"))
                .toList();
    }

    @Test
    void openingAndClosingIsNotReported() {
        expected = 0;
    }

    @Test
    void aLostNodeInterruptsThePublisherThereUntilItIsElsewhere() {
        cluster.kill("b");
        cluster.scene.settle();
        assertThat(told()).hasSize(1).first().isInstanceOfSatisfying(PublisherInterrupted.class, event -> {
            assertThat(event.stream()).isEqualTo("s");
            assertThat(event.name()).isEqualTo("till");
            assertThat(event.cause()).isInstanceOf(ConnectionException.class);
        });

        cluster.place("s", "a", "c");
        cluster.scene.advance(Duration.ofSeconds(5));
        assertThat(told()).hasSize(2).last().isEqualTo(new Events.PublisherResumed("s", "till"));
        expected = 2;
    }

    @Test
    void aLostNodeInterruptsTheSubscriptionThereUntilItIsElsewhere() {
        cluster.place("s", "b");
        cluster.kill("c");
        cluster.scene.settle();

        assertThat(told()).hasSize(2);
        assertThat(told().get(0)).isInstanceOfSatisfying(SubscriptionInterrupted.class, event -> {
            assertThat(event.stream()).isEqualTo("s");
            assertThat(event.cause()).isInstanceOf(ConnectionException.class);
        });
        assertThat(told().get(1)).isEqualTo(new Events.SubscriptionResumed("s"));
        expected = 2;
    }

    @Test
    void aStreamThatIsDeletedEndsBoth() {
        cluster.delete("s");
        for (String node : List.of("b", "c")) {
            cluster.node(node).lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s"));
        }
        cluster.scene.advance(Duration.ofSeconds(1));

        assertThat(told())
                .hasAtLeastOneElementOfType(PublisherInterrupted.class)
                .hasAtLeastOneElementOfType(SubscriptionInterrupted.class)
                .filteredOn(event -> event instanceof PublisherEnded || event instanceof SubscriptionEnded)
                .hasSize(2)
                .extracting("cause")
                .allSatisfy(cause -> assertThat(cause)
                        .isInstanceOfSatisfying(
                                BrokerException.class,
                                error -> assertThat(error.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST)));
        expected = 4;
    }

    @Test
    void aListenerThatThrowsDoesNotKeepAPublisherFromComingBack() {
        AtomicInteger told = new AtomicInteger();
        Scene scene = new Scene(builder -> builder.listener(event -> {
            told.incrementAndGet();
            throw new AssertionError("of the application");
        }));
        ScriptedStream.on(scene);
        Publisher publisher = scene.now(scene.client.publisher("s"));
        scene.broker.cutAll();
        scene.settle();

        assertThat(scene.now(publisher.send("x"))).isEqualTo(1);
        assertThat(told).hasPositiveValue();
        scene.close();
    }
}
