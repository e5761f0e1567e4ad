package io.rbfly.client.embedded;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.awaitTrue;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a client makes of a broker that refuses its connection, or its user. */
@EmbeddedBrokerTest
class EmbeddedRefusalsTest {
    private static final String PASSWORD = "secret";

    @Test
    void aUserWhoMayOnlyReadReadsAndOneWhoMayOnlyWriteWrites(EmbeddedBroker broker) throws Exception {
        String user = newName();
        withStream(broker, (owner, stream) -> {
            broker.addUser(user, PASSWORD, "^$", "^$", ".*");
            StreamsClient reader = StreamsClient.create(uri(broker, user, PASSWORD, "/"));
            Subscription subscription = await(reader.subscribe(stream, Offset.FIRST));
            assertRefused(() -> await(reader.publisher(stream)));

            broker.addUser(user, PASSWORD, "^$", ".*", "^$");
            StreamsClient writer = StreamsClient.create(uri(broker, user, PASSWORD, "/"));
            await(await(writer.publisher(stream)).send("written"));
            assertThat(await(subscription.next()).body()).isEqualTo("written");
            assertRefused(() -> await(writer.subscribe(stream, Offset.FIRST)));
            await(reader.close());
            await(writer.close());
        });
    }

    @Test
    void aLoginThatIsLargerThanTheFirstFrameMayBeIsReported(EmbeddedBroker broker) {
        assertThatThrownBy(() -> create(uri(broker, "guest", "x".repeat(9000), "/")))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("localhost:" + broker.port())
                .hasMessageNotContaining("xxx");
    }

    @Test
    void closingDoesNotWaitForABrokerThatTakesItsTimeToRefuse() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.node().freeze(); // otherwise it refuses after three seconds, or gives up a slow login after ten
            StreamsClient client = StreamsClient.builder(uri(broker, "guest", "wrong", "/"))
                    .connectTimeout(Duration.ofMinutes(30))
                    .build();
            CompletableFuture<Void> created = client.createStream(newName());
            awaitTrue("the client is connected", () -> broker.node().connections() > 0);

            await(client.close());
            assertThatThrownBy(() -> await(created)).isInstanceOf(ClosedException.class);
        }
    }

    @Test
    void theErrorForALimitOfConnectionsNamesTheVirtualHost() {
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().virtualHost("shop").maxConnections(0).start()) {
            assertThatThrownBy(() -> create(uri(broker, "guest", "guest", "shop")))
                    .isInstanceOfSatisfying(
                            BrokerException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.VIRTUAL_HOST_ACCESS_FAILURE))
                    .hasMessageContaining("virtual host shop")
                    .hasMessageContaining("limit of connections");
        }
    }

    /** Until a broker has noticed that a connection is lost, it counts. */
    @Test
    void aReconnectThatExceedsTheLimitOfConnectionsIsRetried(EmbeddedBroker broker) throws Exception {
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        StreamsClient client = StreamsClient.builder(broker.uri())
                .backoff(Duration.ofMillis(20), Duration.ofMillis(50))
                .listener(events::add)
                .build();
        String stream = newName();
        await(client.createStream(stream));
        Publisher publisher = await(client.publisher(stream));
        await(publisher.send("before"));

        broker.faults().refuse(CommandKey.OPEN, ResponseCode.VIRTUAL_HOST_ACCESS_FAILURE, 3);
        broker.faults().cutConnections();

        await(publisher.send("while it is refused"));
        assertThat(events)
                .filteredOn(event -> event instanceof ClientEvent.ReconnectFailed failed
                        && failed.cause() instanceof BrokerException refusal
                        && refusal.code() == ErrorCode.VIRTUAL_HOST_ACCESS_FAILURE)
                .isNotEmpty();
        await(client.deleteStream(stream));
        await(client.close());
    }

    private static void assertRefused(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        BrokerException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.ACCESS_REFUSED));
    }

    private static void create(String uri) throws Exception {
        await(StreamsClient.create(uri).use(client -> client.createStream(newName())));
    }

    private static String uri(EmbeddedBroker broker, String user, String password, String virtualHost) {
        String path = "/".equals(virtualHost) ? "/" : "/" + virtualHost;
        return "rabbitmq-stream://" + user + ":" + password + "@localhost:" + broker.port() + path;
    }
}
