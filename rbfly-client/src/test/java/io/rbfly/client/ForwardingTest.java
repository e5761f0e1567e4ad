package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.publishing.Publish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was read from one stream is sent to another as it is. */
@WithEachExecutor
class ForwardingTest {
    /** Bytes that are no AMQP 1.0. */
    private static final byte[] OTHER_FORMAT = {1, 2, 3};

    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene).ofNewBroker(-1);
    private final ScriptedStream target = ScriptedStream.on(scene);
    private final Publisher publisher = scene.now(scene.client.publisher("target"));
    private final Subscription subscription = scene.now(scene.client.subscribe("source", Offset.FIRST));

    @AfterEach
    void close() {
        scene.close();
    }

    private List<byte[]> stored() {
        return target.storedEntries().stream().map(Publish.Entry::message).toList();
    }

    @Test
    void aMessageHasItsStream() {
        feed.deliver(0, 1);

        Message message = scene.now(subscription.next());
        assertThat(message.stream()).isEqualTo("source");
        assertThat(message.committedChunkId()).as("by a broker that sends none").isEmpty();
    }

    @Test
    void aMessageIsStoredByteForByte() {
        byte[] encoded = ScriptedFeed.encoded("hello");
        feed.deliver(ScriptedFeed.chunk(0, encoded, OTHER_FORMAT));
        Message first = scene.now(subscription.next());
        Message second = scene.now(subscription.next());

        scene.now(publisher.send(first));
        scene.now(publisher.send(second));
        scene.now(publisher.sendAll(List.of(second, first)));

        assertThat(stored()).containsExactly(encoded, OTHER_FORMAT, OTHER_FORMAT, encoded);
    }

    @Test
    void aViewIsStoredAsItWasWhenItWasSent() {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        subscription.forEachView(
                message -> {
                    sent.add(publisher.send(message));
                    sent.add(publisher.enqueue(message));
                    sent.add(publisher.sendAll(List.of(message)));
                },
                ErrorPolicy.STOP);
        feed.deliver(0, 2);
        scene.settle();
        sent.forEach(scene::now);

        assertThat(target.stored()).containsExactly(0L, 0L, 0L, 1L, 1L, 1L);
    }

    @Test
    void aMessageOfTheApplicationsOwnIsForwardedToo() {
        Message message = Message.of("elsewhere", 7, Instant.EPOCH, "made");

        scene.now(publisher.send(message));

        assertThat(message.body()).isEqualTo("made");
        assertThat(message.stream()).isEqualTo("elsewhere");
        assertThat(message.offset()).isEqualTo(7);
        assertThat(message.timestamp()).isEqualTo(Instant.EPOCH);
        assertThat(message.committedChunkId()).isEmpty();
        assertThat(message.raw()).isEqualTo(ScriptedFeed.encoded("made"));
        assertThat(target.stored()).containsExactly("made");
    }

    @Test
    void aMessageOfTheApplicationsOwnHasItsOwnBytes() {
        byte[] body = {1, 2};
        Message message = Message.of("elsewhere", 7, Instant.EPOCH, body);
        body[0] = 9;

        assertThat(message.body()).isEqualTo(new byte[] {1, 2});
        assertThat(Message.of("other", 8, Instant.EPOCH, message).body()).isEqualTo(new byte[] {1, 2});
    }

    @Test
    void aFilterValueIsTakenFromItsContent() {
        List<Object> bodies = new ArrayList<>();
        Publisher filtered =
                scene.now(scene.client.publisher("target", PublisherOptions.DEFAULT.withFilterValue(content -> {
                    bodies.add(content.body());
                    return "eu";
                })));
        feed.deliver(ScriptedFeed.chunk(0, ScriptedFeed.encoded("hello"), OTHER_FORMAT));

        scene.now(filtered.send(scene.now(subscription.next())));
        scene.now(filtered.send(scene.now(subscription.next())));

        assertThat(bodies).containsExactly("hello");
        assertThat(target.storedEntries())
                .extracting(Publish.Entry::filterValue)
                .as("what is not AMQP has no filter value")
                .containsExactly("eu", null);
    }
}
