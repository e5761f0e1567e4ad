package io.rbfly.client.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.protocol.command.connection.CommandVersions;
import io.rbfly.protocol.command.connection.ExchangeCommandVersions;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages with filter values. */
class PublisherFilterTest {
    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private void brokerTakesPublish(int version) {
        scene.broker.reply(
                PeerProperties.class, request -> new PeerProperties.Reply(ResponseCode.OK, Map.of("version", "4.0.5")));
        scene.broker.reply(
                ExchangeCommandVersions.class,
                request -> new ExchangeCommandVersions.Reply(
                        ResponseCode.OK, List.of(new CommandVersions(2, 1, version))));
    }

    private Publisher open(Function<AmqpMessage, String> filter) {
        brokerTakesPublish(2);
        return scene.now(scene.client.publisher("s", PublisherOptions.DEFAULT.withFilterValue(filter)));
    }

    @Test
    void aPublisherThatComesBackToABrokerThatIsTooOldWaitsForItsUpgrade() {
        Publisher publisher = open(PublisherFilterTest::region);
        brokerTakesPublish(1);
        scene.broker.cutAll();
        CompletableFuture<Long> sent = publisher.send(from("north"));
        scene.advance(Duration.ofMinutes(1));
        assertThat(sent).isNotDone();
        assertThat(scene.events(ClientEvent.ReconnectFailed.class))
                .isNotEmpty()
                .extracting(ClientEvent.ReconnectFailed::cause)
                .hasOnlyElementsOfType(UnsupportedException.class);

        brokerTakesPublish(2);
        scene.broker.cutAll();
        scene.advance(Duration.ofSeconds(31));

        assertThat(sent).isCompletedWithValue(1L);
    }

    private static String region(AmqpMessage message) {
        return (String) message.applicationProperty("region");
    }

    private static AmqpMessage from(String region) {
        return AmqpMessage.builder()
                .applicationProperty("region", region)
                .body("x")
                .build();
    }

    private List<String> values() {
        return stream.frames().stream()
                .flatMap(frame -> frame.entries().stream())
                .map(Publish.Entry::filterValue)
                .toList();
    }

    @Test
    void eachMessageHasItsValueOrNone() {
        Publisher publisher = open(PublisherFilterTest::region);
        publisher.send(from("eu"));
        publisher.send("none");
        publisher.enqueue(from("ä"));
        publisher.sendAll(List.of(from("us"), from("")));
        publisher.sendRaw(new byte[] {1});
        scene.settle();

        List<String> all = new ArrayList<>();
        stream.frames().forEach(frame -> assertThat(frame.version()).isEqualTo(2));
        stream.storedEntries().forEach(entry -> all.add(entry.filterValue()));
        assertThat(all).containsExactly("eu", null, "ä", "us", "", null);
    }

    @Test
    void theFilterGetsAMessageOfAPlainBody() {
        Publisher publisher = open(message -> "of " + message.body());
        scene.now(publisher.send("text"));
        scene.now(publisher.send(7));

        assertThat(stream.storedEntries().get(0).filterValue()).isEqualTo("of text");
        assertThat(stream.storedEntries().get(1).filterValue()).isEqualTo("of 7");
        assertThat(stream.stored()).containsExactly("text", 7);
    }

    @Test
    void aFilterThatFailsFailsThatMessageOnly() {
        Publisher publisher = open(message -> {
            if (message.body().equals("bad")) {
                throw new UnsupportedOperationException("bad body");
            }
            return message.body().equals("long") ? "x".repeat(65_535) : "fine";
        });
        CompletableFuture<Long> before = publisher.send("before");
        assertThat(scene.failure(publisher.send("bad"))).hasMessage("bad body");
        assertThat(scene.failure(publisher.enqueue("bad"))).hasMessage("bad body");
        assertThat(scene.failure(publisher.send("long"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(scene.failure(publisher.sendAll(List.of("first", "bad", "last"))))
                .hasMessage("bad body");

        assertThat(scene.now(before)).isEqualTo(1);
        assertThat(scene.now(publisher.send("after"))).isEqualTo(4);
        assertThat(stream.stored()).containsExactly("before", "first", "last", "after");
    }

    @Test
    void withoutAFilterTheFirstVersionIsSentToNewBrokersToo() {
        brokerTakesPublish(2);
        scene.now(scene.now(scene.client.publisher("s")).send("x"));

        assertThat(stream.frames())
                .allSatisfy(frame -> assertThat(frame.version()).isEqualTo(1));
    }

    @Test
    void whatIsUnconfirmedIsSentAgainWithItsValue() {
        stream.holdConfirms();
        Publisher publisher = open(PublisherFilterTest::region);
        Loops.run(scene.loop, () -> {
            List.of("a", "b", "c", "d").forEach(region -> publisher.send(from(region)));
            publisher.send("none");
        });
        scene.settle();
        scene.broker.lastPeer().send(new PublishConfirm(0, new long[] {1, 3}));
        scene.settle();
        scene.broker.cutAll();
        scene.settle();

        assertThat(values()).containsExactly("a", "b", "c", "d", null, "b", "d", null);
        assertThat(stream.ids()).containsExactly(1L, 2L, 3L, 4L, 5L, 2L, 4L, 5L);
        stream.confirmHeld();
    }

    @Test
    void theValueTakesPartOfTheFrame() {
        Publisher publisher = open(message -> "x".repeat(1000));
        int limit = (1 << 20) - 9 - 14 - 1000;

        assertThat(scene.now(publisher.sendRaw(new byte[limit + 1000]))).isEqualTo(1);
        assertThat(scene.now(publisher.send(new byte[limit - 8]))).isEqualTo(2);
        assertThat(scene.failure(publisher.send(new byte[limit - 7])))
                .isInstanceOfSatisfying(MessageTooLargeException.class, error -> {
                    assertThat(error.size()).isEqualTo(limit + 1);
                    assertThat(error.limit()).isEqualTo(limit);
                });
    }

    @Test
    void aBrokerThatTakesNoValuesIsAClearErrorFromTheStart() {
        CompletableFuture<Publisher> old =
                scene.client.publisher("s", PublisherOptions.DEFAULT.withFilterValue(message -> "x"));

        assertThat(scene.failure(old))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("3.13")
                .hasMessageContaining("stream s");
        assertThat(scene.broker.received(DeclarePublisher.class)).isEmpty();
    }

    @Test
    void anErrorOfTheFilterDoesNotHangSendAll() {
        brokerTakesPublish(2);
        stream.holdConfirms();
        Publisher publisher = scene.now(scene.client.publisher(
                "s", PublisherOptions.DEFAULT.withMaxUnconfirmed(1).withFilterValue(message -> {
                    if ("bad".equals(message.body())) {
                        throw new AssertionError("of the application");
                    }
                    return "x";
                })));
        CompletableFuture<Void> sent = publisher.sendAll(List.of("a", "bad", "c"));
        scene.settle();
        stream.confirmHeld();

        assertThat(scene.failure(sent)).isInstanceOf(AssertionError.class);
        assertThat(stream.stored()).containsExactly("a", "c");
    }
}
