package io.rbfly.client.recovering;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.connect;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.util.concurrent.CompletableFuture;

class FailureIT {
    @BrokerTest(versions = "3.10+")
    void aWrongPasswordIsRefusedWithTheUserButNotThePassword(Broker broker) {
        assertThatThrownBy(() -> create("rabbitmq-stream://guest:secret@" + broker.host() + ":" + broker.port()))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILURE))
                .hasMessageContaining("user guest")
                .hasMessageNotContaining("secret");
    }

    @BrokerTest(versions = "3.10+")
    void anUnknownVirtualHostIsRefusedByName(Broker broker) {
        assertThatThrownBy(() -> create(broker.uri() + "nowhere"))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.VIRTUAL_HOST_ACCESS_FAILURE))
                .hasMessageContaining("virtual host nowhere");
    }

    @BrokerTest(versions = "3.10+")
    void thePortOfTheOtherProtocolIsDetected(Broker broker) {
        assertThatThrownBy(() -> create("rabbitmq-stream://" + broker.host() + ":" + broker.amqpPort()))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("the peer speaks AMQP");
    }

    @BrokerTest(versions = "3.10+")
    void aStreamThatDoesNotExistIsRefusedAtOnce(Broker broker) throws Exception {
        StreamsClient client = connect(broker.uri());
        assertMissing(client.publisher(newName()));
        assertMissing(client.subscribe(newName(), Offset.FIRST));
        await(client.close());
    }

    @BrokerTest(versions = "3.10+")
    void deletingAStreamEndsItsPublishersAndSubscriptions(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream));
            await(publisher.send("last words"));
            Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
            await(subscription.next());
            CompletableFuture<Message> next = subscription.next();
            await(client.deleteStream(stream));
            assertMissing(next);
            assertMissing(publisher.send("too late"));
        });
    }

    private static void create(String uri) throws Exception {
        await(connect(uri).use(client -> client.createStream("never")));
    }

    private static void assertMissing(CompletableFuture<?> future) {
        assertThatThrownBy(() -> await(future))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST));
    }
}
