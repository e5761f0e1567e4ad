package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.Publisher;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Code of an application is tried without a broker, by a client that only seems to be one. */
class FakesTest {
    /** The code that is tried. */
    private static CompletableFuture<Void> greet(StreamsClient client, Message received) {
        return client.publisher("greetings")
                .thenCompose(publisher -> publisher.send("hello " + received.body()))
                .thenAccept(id -> {});
    }

    private static <T> T fake(Class<T> type, Map<String, Answer> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName()).to(arguments)));
    }

    private interface Answer {
        Object to(Object... arguments);
    }

    @Test
    void clientPublisherAndMessageCanBeFakes() {
        List<Object> sent = new ArrayList<>();
        Publisher publisher = fake(Publisher.class, Map.of("send", arguments -> {
            sent.add(arguments[0]);
            return CompletableFuture.completedFuture(1L);
        }));
        StreamsClient client = fake(
                StreamsClient.class, Map.of("publisher", arguments -> CompletableFuture.completedFuture(publisher)));

        greet(client, Message.of("names", 0, Instant.EPOCH, "Ada")).join();

        assertThat(sent).containsExactly("hello Ada");
    }
}
