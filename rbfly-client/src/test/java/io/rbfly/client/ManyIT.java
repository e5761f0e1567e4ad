package io.rbfly.client;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.withStream;
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

/** More publishers and subscriptions than there may be on one connection. */
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

    @BrokerTest
    void twoHundredSubscriptionsShareThirteenConnections(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            await(many(200, () -> client.subscribe(stream, Offset.NEXT)));

            assertThat(connectionsThatRead(stream, broker)).isEqualTo(13);
        });
    }

    /** The connections with a subscription to a stream, as reported by the broker. */
    private static int connectionsThatRead(String stream, Broker broker) {
        return Integer.parseInt(broker.ctl(
                        "--silent",
                        "eval",
                        "length([Pid || Pid <- pg_local:get_members(rabbit_stream_connections), string:find("
                                + "io_lib:format(\"~0p\", [rabbit_stream_reader:consumers_info(Pid, [stream])]), "
                                + "\"" + stream + "\") =/= nomatch]).")
                .strip());
    }

    private static <T> CompletableFuture<List<T>> many(Supplier<CompletableFuture<T>> open) {
        return many(COUNT, open);
    }

    private static <T> CompletableFuture<List<T>> many(int count, Supplier<CompletableFuture<T>> open) {
        return Async.gather(Stream.generate(open).limit(count).toList());
    }
}
