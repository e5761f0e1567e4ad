package io.rbfly.client.tls;

import static io.rbfly.client.tls.TlsTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.connection.TlsOptions;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.support.LeakWatch;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.TestCertificates;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each buffer is released in the end, also those that TLS has between the frames and the socket. */
class TlsLeakTest {
    private final LeakWatch watch = new LeakWatch();

    @AfterEach
    void close() {
        watch.close();
    }

    private static ChannelHandler goodServer() {
        return TlsTest.server(TestCertificates.BROKER, engine -> {});
    }

    /** In a frame of its own, so that nothing of the scene is reachable afterwards. */
    private void play(Supplier<ChannelHandler> server, BiConsumer<Scene, ScriptedStream> play) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {TestCertificates.CA.toTrustManager()}, null);
        try (Scene scene = new Scene(
                "rabbitmq-stream+tls://scripted", builder -> builder.tls(TlsOptions.DEFAULT.withContext(context)))) {
            scene.broker.front(server);
            play.accept(scene, ScriptedStream.on(scene));
            scene.settle();
        }
    }

    private static void isRefused(Scene scene) {
        assertThatThrownBy(() -> await(scene.client.publisher("s"))).isInstanceOf(StreamException.class);
    }

    @Test
    void messagesThatAreConfirmed() throws Exception {
        play(TlsLeakTest::goodServer, (scene, stream) -> {
            Publisher publisher = await(scene.client.publisher("s"));
            CompletableFuture<Long> last = new CompletableFuture<>();
            for (int i = 0; i < 1000; i++) {
                last = publisher.send("message " + i);
            }
            await(last);
        });

        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void messagesThatAreNeverConfirmed() throws Exception {
        play(TlsLeakTest::goodServer, (scene, stream) -> {
            stream.holdConfirms();
            Publisher publisher = await(scene.client.publisher("s"));
            publisher.send("sent");
            scene.settle();
            scene.broker.stopListening();
            scene.broker.cutAll();
            publisher.send("not sent");
        });

        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void aConnectionThatIsCutInTheMiddleOfAChunk() throws Exception {
        play(TlsLeakTest::goodServer, (scene, stream) -> {
            ScriptedFeed feed = ScriptedFeed.on(scene);
            Subscription subscription = await(scene.client.subscribe("s", Offset.FIRST));
            feed.deliver(0, 10);
            await(subscription.next());
            scene.broker.lastPeer().sendBytes(new byte[] {0, 0, 1, 0, 0, 8});
            scene.settle();
            scene.broker.cutAll();
        });

        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void handshakesThatFail() throws Exception {
        play(() -> TlsTest.server(TestCertificates.EXPIRED, engine -> {}), (scene, stream) -> isRefused(scene));
        play(
                () -> TlsTest.server(TestCertificates.BROKER, engine -> engine.setNeedClientAuth(true)),
                (scene, stream) -> isRefused(scene));
        play(() -> TlsTest.onActive(ChannelHandlerContext::close), (scene, stream) -> isRefused(scene));
        play(() -> TlsTest.onActive(context -> {}), (scene, stream) -> {
            CompletableFuture<Publisher> opening = scene.client.publisher("s");
            scene.advance(Duration.ofSeconds(10));
            scene.failure(opening);
        });

        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void aClientThatIsClosedInTheMiddleOfTheHandshake() throws Exception {
        play(TlsLeakTest::goodServer, (scene, stream) -> scene.client.publisher("s"));

        assertThat(watch.leaks()).isEmpty();
    }
}
