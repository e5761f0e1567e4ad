package io.rbfly.demo.examples;

import static com.ea.async.Async.await;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.MessageTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** The ways to read. */
final class Subscribing {
    private Subscribing() {}

    static CompletableFuture<Void> oneByOne(StreamsClient client) {
        Subscription subscription = await(client.subscribe("orders", Offset.FIRST));
        Message first = await(subscription.next());
        System.out.println(first.offset() + " of " + first.timestamp() + ": " + first.body());
        return subscription.close();
    }

    static CompletableFuture<Integer> allThatIsThere(Subscription subscription) {
        int messages = 0;
        try {
            while (true) {
                await(subscription.next(Duration.ofSeconds(1)));
                messages++;
            }
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof MessageTimeoutException)) {
                throw e;
            }
        }
        return CompletableFuture.completedFuture(messages);
    }

    static CompletableFuture<Void> forEver(StreamsClient client, MessageHandler handler) {
        return client.subscribe("orders", Offset.NEXT).thenCompose(subscription -> subscription.forEach(handler));
    }

    static CompletableFuture<Void> forAWhile(
            StreamsClient client, Subscription subscription, MessageHandler handler, Duration time) {
        CompletableFuture<Void> loop = subscription.forEach(handler);
        client.delay(time).thenRun(() -> loop.cancel(false));
        return loop;
    }

    static CompletableFuture<Void> goingPastErrors(Subscription subscription, MessageHandler handler) {
        ErrorPolicy policy = ErrorPolicy.skip(
                        (message, error) -> System.err.println("offset " + message.offset() + " left out: " + error))
                .withRetries(3, Duration.ofMillis(100), Duration.ofSeconds(2));
        return subscription.forEach(handler, policy);
    }

    static void asReactiveStream(Subscription subscription, Flow.Subscriber<Message> subscriber) {
        subscription.asFlowPublisher().subscribe(subscriber);
    }

    static CompletableFuture<Subscription> withBounds(StreamsClient client) {
        return client.subscribe(
                "orders",
                Offset.FIRST,
                SubscriptionOptions.DEFAULT.withMaxBufferedChunks(4).withMaxBufferedBytes(8 << 20));
    }

    static int withoutACopy(Message message) {
        ByteBuffer body = message.content().data();
        return body.remaining();
    }

    static CompletableFuture<Void> inTransactions(
            Subscription subscription, Function<List<Message>, CompletableFuture<Void>> insertAll) {
        return subscription.forEachBatch(insertAll);
    }

    static CompletableFuture<Void> inPlace(Subscription subscription, Queue<Message> large) {
        return subscription.forEachView(view -> {
            if (view.bodyView().remaining() > 1000) {
                large.add(view.keep());
            }
        });
    }
}
