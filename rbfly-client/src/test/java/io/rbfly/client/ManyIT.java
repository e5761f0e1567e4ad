package io.rbfly.client;

import static io.rbfly.client.Streams.await;
import static io.rbfly.client.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** More publishers and subscriptions than one connection has ids for. */
class ManyIT {
    private static final int COUNT = 1000;

    @BrokerTest
    void aThousandSubscriptionsAndAThousandPublishersOnOneClient(Broker broker) throws Exception {
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

    private static <T> CompletableFuture<List<T>> many(Supplier<CompletableFuture<T>> open) {
        return Async.gather(Stream.generate(open).limit(COUNT).toList());
    }
}
