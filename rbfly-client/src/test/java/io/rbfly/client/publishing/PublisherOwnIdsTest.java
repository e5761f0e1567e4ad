package io.rbfly.client.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.codec.amqp.error.AmqpEncodeException;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publishing ids that the application chooses. */
@WithEachExecutor
class PublisherOwnIdsTest {
    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private Publisher open(String name) {
        return scene.now(scene.client.publisher("s", PublisherOptions.named(name)));
    }

    @Test
    void ownIdsAreThoseOfTheMessages() {
        Publisher publisher = open("orders");

        assertThat(scene.now(publisher.send(0, "a"))).isZero();
        assertThat(scene.now(publisher.send(7, "b"))).isEqualTo(7);
        assertThat(scene.now(publisher.send("c"))).isEqualTo(8);
        assertThat(stream.ids()).containsExactly(0L, 7L, 8L);
        assertThat(publisher.lastPublishingId()).isEqualTo(8);
    }

    @Test
    void whatTheBrokerHasIsConfirmedAndNotStoredAgain() {
        for (int round = 0; round < 3; round++) {
            Publisher publisher = open("orders");
            assertThat(publisher.lastPublishingId()).isEqualTo(round == 0 ? 0 : 10);
            for (int id = 1; id <= 10; id++) {
                assertThat(scene.now(publisher.send(id, "message " + id))).isEqualTo(id);
            }
            scene.now(publisher.close());
        }

        assertThat(stream.stored()).hasSize(10);
    }

    @Test
    void aSendWithoutAnIdIsNeverTakenForARepeatedOne() {
        stream.sequence("orders", 41);
        Publisher publisher = open("orders");
        scene.now(publisher.send(3, "repeated"));
        assertThat(publisher.lastPublishingId()).isEqualTo(41);

        assertThat(scene.now(publisher.send("new"))).isEqualTo(42);
        assertThat(stream.stored()).containsExactly("new");
    }

    @Test
    void anIdThatIsNotLargerIsRefusedAndNothingElseChanges() {
        Publisher publisher = open("orders");
        scene.now(publisher.send(7, "a"));

        for (long id : new long[] {7, 6, 0}) {
            assertThat(scene.failure(publisher.send(id, "b")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("publishing id: " + id);
        }
        assertThat(scene.now(publisher.send("c"))).isEqualTo(8);
        assertThat(stream.stored()).containsExactly("a", "c");
    }

    @Test
    void anIdOfAMessageThatIsNotAcceptedMayBeGivenAgain() {
        Publisher publisher = open("orders");
        assertThat(scene.failure(publisher.send(7, new Object()))).isInstanceOf(AmqpEncodeException.class);
        assertThat(publisher.lastPublishingId()).isZero();

        assertThat(scene.now(publisher.send(7, "a"))).isEqualTo(7);
    }

    @Test
    void aPublisherWithoutANameHasNoOwnIds() {
        Publisher publisher = open("");

        assertThat(scene.failure(publisher.send(7, "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no name");
        assertThat(stream.ids()).isEmpty();
    }

    @Test
    void idsWithGapsAreConfirmedAndSentAgainOneByOne() {
        stream.holdConfirms();
        Publisher publisher = open("orders");
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        Loops.run(scene.loop, () -> {
            for (long id = 10; id <= 50; id += 10) {
                sent.add(publisher.send(id, "message " + id));
            }
        });
        scene.settle();
        assertThat(stream.frames()).as("gaps do not need frames of their own").hasSize(1);
        scene.broker.lastPeer().send(new PublishConfirm(0, new long[] {20, 25, 40, 9, 51}));
        scene.settle();
        scene.broker.cutAll();
        scene.settle();
        assertThat(stream.ids()).containsExactly(10L, 20L, 30L, 40L, 50L, 10L, 30L, 50L);
        stream.confirmHeld();
        scene.settle();

        for (int i = 0; i < 5; i++) {
            assertThat(sent.get(i)).isCompletedWithValue(10L * (i + 1));
        }
    }

    @Test
    void theLargestIdIsTheLast() {
        Publisher publisher = open("orders");

        assertThat(scene.now(publisher.send(-1, "last"))).isEqualTo(-1);
        assertThat(scene.failure(publisher.send("one more"))).isInstanceOf(IllegalStateException.class);
        assertThat(scene.failure(publisher.send(5, "one more"))).isInstanceOf(IllegalArgumentException.class);
    }
}
