package io.rbfly.client;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** More publishers and subscriptions than there may be on one connection. */
@EmbeddedBrokerTest
class ManyTest {
    private static final int COUNT = 1000;

    @Test
    void aThousandSubscriptionsAndAThousandPublishersOnOneClient(EmbeddedBroker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            CompletableFuture<List<Subscription>> subscribing = many(() -> client.subscribe(stream, Offset.FIRST));
            List<Publisher> publishers = await(many(() -> client.publisher(stream)));
            List<Subscription> subscriptions = await(subscribing);

            await(Async.gather(publishers.stream()
                    .map(publisher -> publisher.send("from each"))
                    .toList()));
            List<Message> first = await(
                    Async.gather(subscriptions.stream().map(Subscription::next).toList()));

            assertThat(first)
                    .hasSize(COUNT)
                    .allSatisfy(message -> assertThat(message.offset()).isZero());
            await(Async.gather(Stream.concat(publishers.stream(), subscriptions.stream())
                    .map(each -> each.close().thenApply(nothing -> true))
                    .toList()));
        });
    }

    @Test
    void twoHundredSubscriptionsShareThirteenConnections() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) { // with no connection of another test
            withStream(broker, (client, stream) -> {
                int others = broker.node().connections();
                await(many(200, () -> client.subscribe(stream, Offset.NEXT)));

                assertThat(broker.node().connections() - others).isEqualTo(13);
            });
        }
    }

    private static <T> CompletableFuture<List<T>> many(Supplier<CompletableFuture<T>> open) {
        return many(COUNT, open);
    }

    private static <T> CompletableFuture<List<T>> many(int count, Supplier<CompletableFuture<T>> open) {
        return Async.gather(Stream.generate(open).limit(count).toList());
    }
}
