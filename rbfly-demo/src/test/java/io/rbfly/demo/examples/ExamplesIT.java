package io.rbfly.demo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.Async;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The examples do what the documentation says. */
class ExamplesIT {
    @BrokerTest
    void theFirstProgramWithAwait(Broker broker) throws Exception {
        run(broker, Greetings::run);
    }

    @BrokerTest
    void theFirstProgramWithFutures(Broker broker) throws Exception {
        run(broker, GreetingsWithFutures::run);
    }

    @BrokerTest
    void awaitInALoop(Broker broker) throws Exception {
        run(
                broker,
                client -> client.createStream("greetings")
                        .thenCompose(created -> client.publisher("greetings"))
                        .thenCompose(publisher -> Async.gather(publisher.send("four"), publisher.send("fifth")))
                        .thenCompose(ids -> client.subscribe("greetings", Offset.FIRST))
                        .thenCompose(subscription -> Concurrency.totalLength(subscription, 2))
                        .thenAccept(length -> assertThat(length).isEqualTo(9)));
    }

    private static void run(Broker broker, Function<StreamsClient, CompletableFuture<Void>> example) throws Exception {
        StreamsClient.create(broker.uri())
                .connection(client -> client.deleteStream("greetings")
                        .thenCompose(deleted -> example.apply(client))
                        .thenCompose(done -> client.deleteStream("greetings")))
                .get(30, TimeUnit.SECONDS);
    }
}
