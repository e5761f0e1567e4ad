package io.rbfly.client.recovering;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Scene;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.stream.Delete;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that were pending when their connection was lost. */
class RepeatedRequestsTest {
    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private void cutOnFirst(Class<? extends Request<?>> type, Runnable thenAnswer) {
        scene.broker.onFrame(type, (peer, frame) -> {
            peer.cut();
            thenAnswer.run();
        });
    }

    @Test
    void createIsRepeatedOnTheNextConnection() {
        cutOnFirst(
                Create.class,
                () -> scene.broker.reply(
                        Create.class, request -> new StatusResponse(CommandKey.CREATE, ResponseCode.OK)));

        scene.now(scene.client.createStream("s"));

        assertThat(scene.broker.received(Create.class)).hasSize(2);
        assertThat(scene.broker.peers()).hasSize(2);
    }

    @Test
    void deleteIsRepeatedAndSucceedsIfTheStreamIsAlreadyDeleted() {
        cutOnFirst(
                Delete.class,
                () -> scene.broker.reply(
                        Delete.class,
                        request -> new StatusResponse(CommandKey.DELETE, ResponseCode.STREAM_DOES_NOT_EXIST)));

        scene.now(scene.client.deleteStream("s"));

        assertThat(scene.broker.received(Delete.class)).hasSize(2);
    }

    @Test
    void queryOffsetIsRepeated() {
        cutOnFirst(
                QueryOffset.class,
                () -> scene.broker.reply(QueryOffset.class, request -> new QueryOffset.Reply(ResponseCode.OK, 41)));

        assertThat(scene.now(scene.client.queryOffset("s", "r"))).isEqualTo(OptionalLong.of(41));
    }

    @Test
    void aRequestThatKillsTheConnectionEachTimeFailsAfterThreeAttempts() {
        scene.broker.onFrame(Create.class, (peer, frame) -> peer.cut());

        CompletableFuture<Void> created = scene.client.createStream("s");
        scene.advance(Duration.ofSeconds(10)); // connections that do not last are made again after a pause
        Throwable error = scene.failure(created);

        assertThat(error).isInstanceOf(ConnectionException.class);
        assertThat(scene.broker.received(Create.class)).hasSize(3);
        assertThat(scene.events(ClientEvent.ConnectionClosed.class)).hasSize(3);
    }

    @Test
    void requestsWaitWhileTheConnectionIsMadeAgain() {
        scene.broker.ignore(Create.class);
        CompletableFuture<Void> created = scene.client.createStream("s");
        scene.settle();
        scene.broker.stopListening();
        scene.broker.cutAll();
        scene.settle();
        assertThat(created).isNotDone();

        scene.broker.reply(Create.class, request -> new StatusResponse(CommandKey.CREATE, ResponseCode.OK));
        scene.broker.listen();
        scene.advance(Duration.ofSeconds(5));

        assertThat(created).isCompleted();
    }
}
