package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.support.LeakWatch;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each buffer is released in the end, whatever becomes of what is in it. */
class BufferLeakTest {
    private final LeakWatch watch = new LeakWatch();

    @AfterEach
    void close() {
        watch.close();
    }

    /** In a frame of its own, so that nothing of the scene is reachable afterwards. */
    private void play(BiConsumer<Scene, ScriptedStream> play) {
        try (Scene scene = new Scene()) {
            play.accept(scene, ScriptedStream.on(scene));
            scene.settle();
        }
    }

    @Test
    void theWatchSeesALeak() {
        loseABuffer();

        assertThat(watch.leaks()).isNotEmpty();
    }

    private static void loseABuffer() {
        ByteBufAllocator.DEFAULT.ioBuffer(16);
    }

    @Test
    void messagesThatAreConfirmed() {
        play((scene, stream) -> {
            Publisher publisher = scene.now(scene.client.publisher("s"));
            for (int i = 0; i < 1000; i++) {
                publisher.send("message " + i);
            }
        });

        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void aMessageThatCannotBeEncoded() {
        play((scene, stream) -> {
            Publisher publisher = scene.now(scene.client.publisher("s"));
            scene.failure(publisher.send(new Object()));
            scene.now(publisher.close());
        });

        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void aMessageThatIsTooLarge() {
        play((scene, stream) -> {
            Publisher publisher = scene.now(scene.client.publisher("s"));
            scene.failure(publisher.send(new byte[2 << 20]));
        });

        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void messagesThatAreNeverConfirmed() {
        play((scene, stream) -> {
            stream.holdConfirms();
            Publisher publisher = scene.now(scene.client.publisher("s"));
            publisher.send("sent");
            scene.settle();
            scene.broker.stopListening();
            scene.broker.cutAll();
            scene.settle();
            publisher.send("not sent");
        });

        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void messagesThatAreSentAgain() {
        play((scene, stream) -> {
            stream.holdConfirms();
            Publisher publisher = scene.now(scene.client.publisher("s"));
            publisher.send("again");
            scene.settle();
            scene.broker.cutAll();
            scene.settle();
            stream.confirmHeld();
        });

        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void messagesThatAreSentAgainInPart() {
        play((scene, stream) -> {
            stream.holdConfirms();
            Publisher publisher = scene.now(scene.client.publisher("s"));
            Loops.run(scene.loop, () -> publisher.sendAll(List.of("confirmed", "again", new byte[5000])));
            scene.settle();
            scene.broker.lastPeer().send(new PublishConfirm(0, new long[] {1}));
            scene.broker.onFrame(SaslAuthenticate.class, (peer, frame) -> {
                peer.respond(frame.correlationId(), new SaslAuthenticate.Reply(ResponseCode.OK));
                peer.send(new Tune(1000, 60));
            });
            scene.broker.cutAll();
            scene.settle();
            stream.confirmHeld();
        });

        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void messagesThatTimeOut() {
        play((scene, stream) -> {
            stream.holdConfirms();
            Publisher publisher = scene.now(scene.client.publisher(
                    "s", PublisherOptions.DEFAULT.withMaxUnconfirmed(1).withConfirmTimeout(Duration.ofSeconds(1))));
            publisher.enqueue("sent");
            publisher.enqueue("not sent");
            scene.advance(Duration.ofSeconds(2));
        });

        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void messagesOfAStreamThatWasDeleted() {
        play((scene, stream) -> {
            stream.holdConfirms();
            Publisher publisher = scene.now(scene.client.publisher("s"));
            publisher.send("lost");
            scene.settle();
            scene.broker.reply(
                    DeclarePublisher.class,
                    request -> new StatusResponse(CommandKey.DECLARE_PUBLISHER, ResponseCode.STREAM_DOES_NOT_EXIST));
            scene.broker.cutAll();
            publisher.send("never sent");
            scene.advance(Duration.ofSeconds(1));
        });

        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void chunksInPiecesAndAConnectionThatIsCutInTheMiddleOfOne() {
        play((scene, stream) -> {
            ScriptedFeed feed = ScriptedFeed.on(scene);
            Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
            feed.deliver(0, 10);
            scene.broker.lastPeer().sendBytes(new byte[] {0, 0, 1, 0, 0, 8});
            scene.settle();
            scene.broker.cutAll();
            scene.now(subscription.next());
        });

        assertThat(watch.leaks()).isEmpty();
    }
}
