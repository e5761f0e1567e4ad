package com.example;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import java.util.List;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Publishes from a Flux and reads as a Flux. */
public final class Orders {
    private static final String STREAM = "orders-of-reactor";

    public static void main(String[] arguments) {
        String uri = arguments.length > 0 ? arguments[0] : "rabbitmq-stream://guest:guest@localhost:5552";
        List<String> received = StreamsClient.create(uri)
                .use(client -> run(client).toFuture())
                .join();
        System.out.println("received: " + String.join(", ", received));
    }

    static Mono<List<String>> run(StreamsClient client) {
        return Mono.fromFuture(() -> client.deleteStream(STREAM)) // of the last run, if there was one
                .then(Mono.fromFuture(() -> client.createStream(STREAM)))
                .then(publish(client, Flux.just("apples", "pears", "plums")))
                .then(read(client, 3));
    }

    /** Takes the next order when there is room in the window of unconfirmed messages. */
    static Mono<Void> publish(StreamsClient client, Flux<String> orders) {
        return Mono.usingWhen(
                Mono.fromFuture(() -> client.publisher(STREAM)),
                publisher -> orders.concatMap(order -> Mono.fromFuture(() -> publisher.enqueue(order)), 0)
                        .then(Mono.fromFuture(publisher::flush)),
                publisher -> Mono.fromFuture(publisher::close));
    }

    /** An order is acknowledged when it is processed, and not when Reactor has fetched it. */
    static Mono<List<String>> read(StreamsClient client, int orders) {
        SubscriptionOptions options = SubscriptionOptions.DEFAULT.withOffsetStoring(OffsetStoring.of("reactor"));
        return Mono.usingWhen(
                Mono.fromFuture(() -> client.subscribe(STREAM, Offset.stored("reactor"), options)),
                subscription -> messages(subscription)
                        .limitRate(16)
                        .concatMap(message -> process(message).doOnNext(done -> subscription.acknowledge(message)))
                        .take(orders)
                        .collectList(),
                subscription -> Mono.fromFuture(subscription::close));
    }

    static Flux<Message> messages(Subscription subscription) {
        return JdkFlowAdapter.flowPublisherToFlux(subscription.asFlowPublisher());
    }

    static Mono<String> process(Message message) {
        return Mono.fromCallable(() -> (String) message.body());
    }
}
