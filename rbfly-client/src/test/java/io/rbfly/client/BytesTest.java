package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.scripted.ScriptedPeer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bytes as networks and broken peers bring them. */
class BytesTest {
    private final Scene scene = new Scene(builder -> builder.maxFrameSize(1 << 16));
    private final ScriptedFeed feed = ScriptedFeed.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private Subscription subscribe() {
        return scene.now(scene.client.subscribe("s", Offset.FIRST));
    }

    private void isLeftBecause(String reason) {
        scene.settle();
        assertThat(scene.broker.peers().get(0).isOpen()).isFalse();
        assertThat(scene.events(ClientEvent.ConnectionClosed.class).get(0).cause())
                .hasMessageContaining(reason);
    }

    @Test
    void aChunkInPiecesOfAnySize() {
        Subscription subscription = subscribe();
        for (int piece = 1; piece <= 50; piece++) {
            byte[] bytes = ScriptedPeer.bytesOf(new Deliver(0, ScriptedFeed.numbers(piece, 1)));
            scene.broker.lastPeer().sendInPieces(bytes, piece);

            assertThat(scene.now(subscription.next()).body()).isEqualTo((long) piece);
        }
    }

    @Test
    void twoFramesInOnePiece() {
        Subscription subscription = subscribe();
        byte[] first = ScriptedPeer.bytesOf(new Deliver(0, ScriptedFeed.numbers(0, 2)));
        byte[] second = ScriptedPeer.bytesOf(new Deliver(0, ScriptedFeed.numbers(2, 1)));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        scene.broker.lastPeer().sendBytes(both);

        for (long offset = 0; offset < 3; offset++) {
            assertThat(scene.now(subscription.next()).offset()).isEqualTo(offset);
        }
    }

    @Test
    void garbageEndsTheConnectionAndAnotherIsMade() {
        subscribe();
        scene.broker.lastPeer().sendBytes(new byte[] {0, 0, 0, 1, 2, 3});

        isLeftBecause("malformed bytes: frame of 1 bytes");
        assertThat(scene.broker.peers()).hasSize(2);
    }

    @Test
    void aFrameAboveTheLimitEndsTheConnection() {
        subscribe();
        scene.broker.lastPeer().sendBytes(new byte[] {0, 1, 0, 1});

        isLeftBecause("frame of 65537 bytes (expected: 4 to 65536)");
    }

    @Test
    void aFrameThatIsCutShortInsideEndsTheConnection() {
        subscribe();
        scene.broker.lastPeer().sendBytes(new byte[] {0, 0, 0, 5, 0, 8, 0, 1, 0});

        isLeftBecause("malformed bytes");
    }

    @Test
    void nothingAfterGarbageIsRead() {
        Subscription subscription = subscribe();
        CompletableFuture<?> next = subscription.next();
        byte[] deliver = ScriptedPeer.bytesOf(new Deliver(0, ScriptedFeed.numbers(0, 1)));
        byte[] bytes = new byte[4 + deliver.length];
        System.arraycopy(deliver, 0, bytes, 4, deliver.length);
        scene.broker.lastPeer().sendBytes(bytes);
        scene.broker.peers().get(0).sendBytes(deliver);
        scene.settle();

        assertThat(next).isNotDone();
    }

    @Test
    void unknownCommandsAndVersionsAreIgnored() {
        Subscription subscription = subscribe();
        ScriptedPeer peer = scene.broker.lastPeer();
        peer.sendBytes(new byte[] {0, 0, 0, 6, 0x12, 0x34, 0, 1, 9, 9});
        peer.sendBytes(new byte[] {0, 0, 0, 4, 0, 8, 0, 9});
        peer.sendBytes(new byte[] {0, 0, 0, 8, (byte) 0x80, 0x7f, 0, 1, 0, 0, 0, 1});
        feed.deliver(0, 1);

        assertThat(scene.now(subscription.next()).offset()).isZero();
        assertThat(scene.broker.peers()).hasSize(1);
    }

    @Test
    void aRequestWithoutAnAnswerFailsAfterTheRequestTimeoutAndALateAnswerIsIgnored() {
        CompletableFuture<Integer> correlationId = new CompletableFuture<>();
        scene.broker.onFrame(Create.class, (peer, frame) -> correlationId.complete(frame.correlationId()));
        CompletableFuture<Void> created = scene.client.createStream("s");
        scene.advance(Duration.ofMillis(9_999));
        assertThat(created).isNotDone();
        scene.advance(Duration.ofMillis(1));
        assertThat(scene.failure(created))
                .isInstanceOf(RequestTimeoutException.class)
                .hasMessage("no answer to CREATE within 10000 ms");

        scene.broker.lastPeer().respond(correlationId.join(), new StatusResponse(CommandKey.CREATE, ResponseCode.OK));
        scene.broker.reply(Create.class, request -> new StatusResponse(CommandKey.CREATE, ResponseCode.OK));

        scene.now(scene.client.createStream("s"));
        assertThat(scene.broker.peers()).hasSize(1);
    }

    @Test
    void theAnswerToAnotherRequestEndsTheConnection() {
        scene.broker.onFrame(
                Create.class,
                (peer, frame) ->
                        peer.respond(frame.correlationId(), new StatusResponse(CommandKey.DELETE, ResponseCode.OK)));
        CompletableFuture<Void> created = scene.client.createStream("s");

        isLeftBecause("response DELETE to request CREATE");
        scene.advance(Duration.ofSeconds(10)); // it is tried on two more connections
        assertThat(created).isCompletedExceptionally();
    }
}
