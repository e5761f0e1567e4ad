package io.rbfly.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalChannel;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.StreamUri;
import io.rbfly.client.config.Transport;
import io.rbfly.client.connection.ConfirmListener;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.ManualTimer;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.scripted.ScriptedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session keeps something declared at the broker, and its placement finds the node for it. */
class StreamSessionTest {
    private final EventLoop loop = Loops.local();
    private final ManualTimer timer = new ManualTimer(loop);
    private final ScriptedBroker broker = ScriptedBroker.start(loop);
    private final List<String> told = new ArrayList<>();
    private final ClientContext context = new ClientContext(
            new Transport(
                    loop,
                    LocalChannel::new,
                    address -> CompletableFuture.completedFuture(List.of(broker.address())),
                    timer,
                    new Random(1),
                    true),
            ClientSettings.of(StreamUri.parse("rabbitmq-stream://scripted")),
            new Callbacks(loop, timer, null));
    private final ClusterConnections connections = new ClusterConnections(context);
    private final StreamSession session = new StreamSession(connections.publishing(), context, new Recorded());

    /** What is declared: tells what the session says to it. */
    private final class Recorded implements StreamSession.Declaration, ConfirmListener {
        @Override
        public String stream() {
            return "s";
        }

        @Override
        public String description() {
            return "something on stream s";
        }

        @Override
        public CompletableFuture<Void> prepare(Connection connection) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public int register(Connection connection) {
            return connection.router().register(this);
        }

        @Override
        public void free(Connection connection, int id) {
            connection.router().freePublisher(id);
        }

        @Override
        public Request<StatusResponse> declare(int id) {
            return new DeclarePublisher(id, "", "s");
        }

        @Override
        public Request<StatusResponse> undeclare(int id) {
            return new DeletePublisher(id);
        }

        @Override
        public void declared(Connection connection, int id) {
            told.add("declared");
        }

        @Override
        public void interrupted() {
            told.add("interrupted");
        }

        @Override
        public void ended(StreamException cause) {
            told.add("ended: " + cause.getMessage());
        }

        @Override
        public void confirmed(PublishConfirm confirm) {}

        @Override
        public void refused(PublishError error) {}

        @Override
        public void dropped() {
            session.dropped();
        }

        @Override
        public void writable() {}
    }

    StreamSessionTest() {
        answer(ResponseCode.OK);
        broker.reply(
                DeletePublisher.class, request -> new StatusResponse(CommandKey.DELETE_PUBLISHER, ResponseCode.OK));
    }

    @AfterEach
    void close() {
        run(connections::close);
        loop.parent().shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void answer(ResponseCode code) {
        broker.reply(DeclarePublisher.class, request -> new StatusResponse(CommandKey.DECLARE_PUBLISHER, code));
    }

    private void run(Runnable task) {
        Loops.run(loop, task);
        Loops.settle(loop);
    }

    @Test
    void itIsDeclaredOnAConnectionToANodeThatHasTheStream() {
        run(() -> session.start(false));

        assertThat(told).containsExactly("declared");
        assertThat(broker.received(DeclarePublisher.class)).hasSize(1);
    }

    @Test
    void aLostConnectionInterruptsItAndItIsDeclaredAgain() {
        run(() -> session.start(false));
        timer.advance(Duration.ofSeconds(2));

        run(broker::cutAll);

        assertThat(told).containsExactly("declared", "interrupted", "declared");
    }

    @Test
    void whatTheBrokerDroppedIsForgottenAndDeclaredAgainAfterAPause() {
        run(() -> session.start(false));
        run(() -> broker.lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s")));
        assertThat(told).containsExactly("declared", "interrupted");
        assertThat(broker.received(DeletePublisher.class)).hasSize(1);

        timer.advance(Duration.ofSeconds(2));

        assertThat(told).containsExactly("declared", "interrupted", "declared");
    }

    @Test
    void undeclaringWaitsUntilTheBrokerHasDeletedWhatItDropped() {
        List<Runnable> answers = new ArrayList<>();
        broker.onFrame(
                DeletePublisher.class,
                (peer, frame) -> answers.add(() -> peer.respond(
                        frame.correlationId(), new StatusResponse(CommandKey.DELETE_PUBLISHER, ResponseCode.OK))));
        run(() -> session.start(false));
        run(() -> broker.lastPeer().send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, "s")));
        AtomicBoolean deleted = new AtomicBoolean();

        run(() -> session.undeclare().thenRun(() -> deleted.set(true)));
        assertThat(broker.received(DeletePublisher.class)).hasSize(1);
        assertThat(deleted).isFalse();

        run(answers.get(0));
        assertThat(deleted).isTrue();
    }

    @Test
    void aRefusalThatPassesIsTriedAgain() {
        answer(ResponseCode.STREAM_NOT_AVAILABLE);
        run(() -> session.start(false));
        assertThat(told).isEmpty();

        answer(ResponseCode.OK);
        timer.advance(Duration.ofSeconds(2));

        assertThat(told).containsExactly("declared");
    }

    @Test
    void aFinalRefusalEndsIt() {
        answer(ResponseCode.STREAM_DOES_NOT_EXIST);

        run(() -> session.start(false));
        timer.advance(Duration.ofMinutes(1));

        assertThat(told).containsExactly("ended: something on stream s: stream does not exist");
        assertThat(broker.received(DeclarePublisher.class)).hasSize(1);
    }

    @Test
    void afterUndeclaringItHearsOfNothing() {
        run(() -> session.start(false));
        run(session::undeclare);
        assertThat(broker.received(DeletePublisher.class)).hasSize(1);

        run(broker::cutAll);
        timer.advance(Duration.ofMinutes(1));

        assertThat(told).containsExactly("declared");
        assertThat(broker.received(DeclarePublisher.class)).hasSize(1);
    }

    @Test
    void closingTheConnectionsEndsIt() {
        run(() -> session.start(false));

        run(connections::close);

        assertThat(told).containsExactly("declared", "ended: client is closed");
    }
}
