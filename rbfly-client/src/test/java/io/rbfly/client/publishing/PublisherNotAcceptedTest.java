package io.rbfly.client.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.protocol.command.connection.CommandVersions;
import io.rbfly.protocol.command.connection.ExchangeCommandVersions;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Any failure of a message is reported by its future, and does not affect other messages. */
@WithEachExecutor
class PublisherNotAcceptedTest {
    private static final List<Throwable> FAILURES = List.of(
            new IllegalStateException("expected"),
            new AssertionError("expected"),
            new StackOverflowError("expected"),
            new NoClassDefFoundError("expected"));

    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    /** A body that cannot be encoded. */
    private static Object failing(Throwable failure) {
        return new AbstractList<Object>() {
            @Override
            public Object get(int index) {
                throw PublisherNotAcceptedTest.<RuntimeException>sneak(failure);
            }

            @Override
            public int size() {
                return 3;
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    private Publisher open(@Nullable Function<? super AmqpMessage, @Nullable String> filter) {
        scene.broker.reply(
                PeerProperties.class, request -> new PeerProperties.Reply(ResponseCode.OK, Map.of("version", "4.0.5")));
        scene.broker.reply(
                ExchangeCommandVersions.class,
                request -> new ExchangeCommandVersions.Reply(ResponseCode.OK, List.of(new CommandVersions(2, 1, 2))));
        return scene.now(scene.client.publisher("s", PublisherOptions.named("n").withFilterValue(filter)));
    }

    private static List<CompletableFuture<?>> eachWay(Publisher publisher, Object body) {
        return List.of(
                publisher.send(body),
                publisher.send(publisher.lastPublishingId() + 1, body),
                publisher.enqueue(body),
                publisher.sendAll(Arrays.asList("before", body, "behind")));
    }

    private void others(Publisher publisher, int rounds) {
        assertThat(scene.now(publisher.send("after"))).isEqualTo(2L * rounds + 1);
        assertThat(stream.stored()).hasSize(2 * rounds + 1).doesNotContainNull();
    }

    @Test
    void whatEncodingABodyThrowsIsInItsFuture() {
        Publisher publisher = open(null);
        for (Throwable failure : FAILURES) {
            for (CompletableFuture<?> each : eachWay(publisher, failing(failure))) {
                assertThat(scene.failure(each)).isSameAs(failure);
            }
        }
        others(publisher, FAILURES.size());
    }

    @Test
    void whatTheFilterThrowsIsInItsFuture() {
        for (Throwable failure : FAILURES) {
            stream.sequence("n", 0);
            Publisher publisher = open(message -> {
                if ("odd".equals(message.body())) {
                    throw PublisherNotAcceptedTest.<RuntimeException>sneak(failure);
                }
                return "x";
            });
            for (CompletableFuture<?> each : eachWay(publisher, "odd")) {
                assertThat(scene.failure(each)).isSameAs(failure);
            }
            assertThat(scene.now(publisher.send("after"))).isEqualTo(3);
            scene.now(publisher.close());
        }
    }

    @Test
    void aListThatHoldsItselfIsInItsFuture() {
        Object[] self = new Object[1];
        List<Object> list = Arrays.asList(self);
        self[0] = list;
        Publisher publisher = open(null);
        for (CompletableFuture<?> each : eachWay(publisher, list)) {
            assertThat(scene.failure(each)).isNotNull();
        }
        others(publisher, 1);
    }
}
