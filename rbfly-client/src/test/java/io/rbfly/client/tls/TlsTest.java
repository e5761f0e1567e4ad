package io.rbfly.client.tls;

import static io.rbfly.client.support.TestCertificates.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.connection.TlsOptions;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.error.TlsException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Loops;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections over TLS to a scripted broker. The calculations of a handshake take real time, not that of the scene. */
class TlsTest {
    @TempDir
    private Path directory;

    private Scene scene;

    @AfterEach
    void close() {
        if (scene != null) {
            scene.close();
        }
    }

    private TlsOptions trusting() {
        return TlsOptions.DEFAULT.withTrustedCertificates(
                file(directory, "ca.pem", TestCertificates.CA.getCertificatePEM()));
    }

    private TlsOptions withCertificate() {
        return trusting()
                .withCertificate(
                        file(directory, "client.pem", TestCertificates.CLIENT.getCertificatePEM()),
                        file(directory, "key.pem", TestCertificates.CLIENT.getPrivateKeyPEM()));
    }

    private void scene(TlsOptions options) {
        scene(builder -> builder.tls(options));
    }

    private void scene(UnaryOperator<StreamsClientBuilder> settings) {
        scene = new Scene("rabbitmq-stream+tls://user:s3cret@scripted", settings);
        ScriptedStream.on(scene);
    }

    /** The broker's end of TLS. */
    static ChannelHandler server(X509Bundle certificate, Consumer<SSLEngine> settings) {
        SSLEngine engine = TestCertificates.context(certificate).createSSLEngine();
        engine.setUseClientMode(false);
        settings.accept(engine);
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new ReadLater(), new SslHandler(engine));
            }
        };
    }

    /** A local channel forgets what is written to it while it is reading, and TLS answers at once. */
    private static final class ReadLater extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.executor().execute(() -> {
                context.fireChannelRead(message);
                context.fireChannelReadComplete();
            });
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            context.executor().execute(context::fireChannelInactive);
        }
    }

    private void brokerHas(X509Bundle certificate) {
        scene.broker.front(() -> server(certificate, engine -> {}));
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException error ? error : new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("not complete: " + future, e);
        }
    }

    private StreamException failure() {
        try {
            await(scene.client.publisher("s"));
        } catch (StreamException e) {
            return e;
        }
        throw new AssertionError("connected");
    }

    private TlsException refusal() {
        StreamException error = failure();
        assertThat(error).isInstanceOf(TlsException.class).hasMessageStartingWith("cannot connect to scripted:5551: ");
        assertThat(error.getMessage()).doesNotContain("s3cret").doesNotContain("null");
        return (TlsException) error;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void messagesGoThrough(String protocol) {
        scene(trusting().withProtocols(protocol));
        brokerHas(TestCertificates.BROKER);
        Publisher publisher = await(scene.client.publisher("s"));

        assertThat(await(publisher.send("hello"))).isEqualTo(1);
    }

    @Test
    void chunksComeThrough() {
        scene(trusting());
        brokerHas(TestCertificates.BROKER);
        ScriptedFeed feed = ScriptedFeed.on(scene);
        Subscription subscription = await(scene.client.subscribe("s", Offset.FIRST));
        CompletableFuture<Message> next = subscription.next();
        feed.deliver(0, 10);

        assertThat(await(next).offset()).isZero();
    }

    @Test
    void theBrokerLearnsForWhichOfItsNamesTheClientComes() {
        scene(trusting());
        List<SSLEngine> engines = new CopyOnWriteArrayList<>();
        scene.broker.front(() -> server(TestCertificates.BROKER, engines::add));
        await(scene.client.publisher("s"));

        assertThat(((ExtendedSSLSession) engines.get(0).getSession()).getRequestedServerNames())
                .extracting(SNIServerName::toString)
                .containsExactly("type=host_name (0), value=scripted");
    }

    @Test
    void aCertificateForAnotherHostIsRefusedUnlessTheCheckIsDisabled() {
        scene(trusting());
        brokerHas(TestCertificates.ELSEWHERE);

        assertThat(refusal()).hasMessageContaining("the broker's certificate is not for host scripted");

        close();
        scene(trusting().withHostNameCheck(false));
        brokerHas(TestCertificates.ELSEWHERE);
        assertThat(await(scene.client.publisher("s"))).isNotNull();
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefusedAlsoWithoutAHostNameCheck() {
        scene(TlsOptions.DEFAULT.withHostNameCheck(false));
        brokerHas(TestCertificates.BROKER);

        assertThat(refusal())
                .hasMessageContaining("the broker's certificate is not trusted by this client")
                .hasMessageContaining("TlsOptions.withTrustedCertificates");
    }

    @Test
    void anExpiredCertificateIsRefused() {
        scene(trusting());
        brokerHas(TestCertificates.EXPIRED);

        assertThat(refusal())
                .hasMessageContaining("the broker's certificate, or one in its chain, has expired (NotAfter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theErrorForABrokerThatRequiresACertificateSaysSoEvenIfItArrivesLate(String protocol) {
        scene(trusting().withProtocols(protocol));
        scene.broker.front(() -> server(TestCertificates.BROKER, engine -> engine.setNeedClientAuth(true)));

        assertThat(refusal()).hasMessageContaining("it requires a client certificate");

        close();
        scene(withCertificate().withProtocols(protocol));
        scene.broker.front(() -> server(TestCertificates.BROKER, engine -> engine.setNeedClientAuth(true)));
        assertThat(await(scene.client.publisher("s"))).isNotNull();
    }

    @Test
    void noVersionInCommonIsRefused() {
        scene(trusting().withProtocols("TLSv1.3"));
        scene.broker.front(
                () -> server(TestCertificates.BROKER, engine -> engine.setEnabledProtocols(new String[] {"TLSv1.2"})));

        assertThat(refusal()).hasMessageContaining("no version of TLS is enabled on both sides");
    }

    @Test
    void aPeerWithoutTlsThatAnswersIsRefused() {
        scene(trusting());
        scene.broker.front(() -> onActive(context -> context.writeAndFlush(
                context.alloc().buffer().writeBytes(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1}))));

        assertThat(refusal())
                .hasMessageContaining("the peer does not speak TLS")
                .hasMessageContaining("5551");
    }

    @Test
    void aPeerThatHangsUpInTheHandshakeMayBeRestarting() {
        scene(trusting());
        scene.broker.front(() -> onActive(ChannelHandlerContext::close));

        assertThat(failure())
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("scripted:5551")
                .hasMessageContaining("closed it during the TLS handshake");
    }

    @Test
    void noTlsHandshakeWithinTheConnectTimeoutByTheClientsClock() {
        scene(trusting());
        scene.broker.front(() -> onActive(context -> {}));
        CompletableFuture<Publisher> opening = scene.client.publisher("s");
        scene.advance(Duration.ofMillis(9_999));
        assertThat(opening).isNotDone();
        scene.advance(Duration.ofMillis(1));

        assertThat(scene.failure(opening))
                .isInstanceOf(ConnectionException.class)
                .hasMessage("cannot connect to scripted:5551: no TLS handshake within 10000 ms");
    }

    @Test
    void theErrorForAPlainClientOnATlsPortSaysSo() {
        scene = new Scene("rabbitmq-stream://scripted:5551", builder -> builder);
        scene.broker.front(() -> onActive(context -> context.writeAndFlush(
                context.alloc().buffer().writeBytes(new byte[] {0x15, 3, 1, 0, 2, 2, 10})))); // unexpected_message

        assertThat(failure())
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("scripted:5551")
                .hasMessageContaining("the peer speaks TLS")
                .hasMessageContaining("rabbitmq-stream+tls://");
    }

    @Test
    void aRefusalOnAReconnectIsReportedAndRetried() {
        scene(trusting());
        brokerHas(TestCertificates.BROKER);
        Publisher publisher = await(scene.client.publisher("s"));
        brokerHas(TestCertificates.EXPIRED);
        scene.broker.cutAll();
        awaitPeers(2);
        CompletableFuture<Long> sent = publisher.send("kept");
        scene.settleUntil(() -> !scene.events(ClientEvent.ReconnectFailed.class).isEmpty());
        assertThat(scene.events(ClientEvent.ReconnectFailed.class).get(0).cause())
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("has expired");

        brokerHas(TestCertificates.BROKER);
        while (!sent.isDone()) {
            scene.advance(Duration.ofSeconds(1));
        }

        assertThat(sent).isCompletedWithValue(1L);
    }

    @Test
    void aHandshakeThatIsCutShortWhileTheBrokerRestartsIsTriedAgain() {
        scene(trusting());
        brokerHas(TestCertificates.BROKER);
        Publisher publisher = await(scene.client.publisher("s"));
        scene.broker.front(() -> onActive(ChannelHandlerContext::close));
        scene.broker.cutAll();
        awaitPeers(2);
        brokerHas(TestCertificates.BROKER);
        CompletableFuture<Long> sent = publisher.send("x");
        while (!sent.isDone()) {
            scene.advance(Duration.ofSeconds(1));
        }

        assertThat(await(sent)).isEqualTo(1);
        assertThat(scene.events(ClientEvent.ConnectionOpened.class)).hasSize(2);
    }

    /** Real time: how long the calculations of a handshake take. */
    private void awaitPeers(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (scene.broker.peers().size() < count) {
            assertThat(System.nanoTime()).as("connections of the client").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static Throwable endOf(Publisher publisher) {
        try {
            await(publisher.send("late"));
        } catch (RuntimeException e) {
            return e;
        }
        throw new AssertionError("sent");
    }

    static ChannelHandler onActive(Consumer<ChannelHandlerContext> action) {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                context.executor().execute(() -> action.accept(context));
            }

            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ReferenceCountUtil.release(message);
            }
        };
    }

    @Test
    void manyMessagesShareARecord() {
        scene(trusting());
        AtomicInteger records = new AtomicInteger();
        scene.broker.front(() -> new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new RecordCounter(records), server(TestCertificates.BROKER, engine -> {}));
            }
        });
        Publisher publisher = await(scene.client.publisher("s"));
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        records.set(0);
        Loops.run(scene.loop, () -> {
            for (int i = 0; i < 10_000; i++) {
                sent.add(publisher.send("message"));
            }
        });
        sent.forEach(TlsTest::await);

        assertThat(records.get()).as("records of at most 16 KiB").isBetween(10, 100);
    }

    /** Counts TLS records on their way to the broker. Each buffer that a local channel passes on has whole ones. */
    private static final class RecordCounter extends ChannelInboundHandlerAdapter {
        private final AtomicInteger records;

        RecordCounter(AtomicInteger records) {
            this.records = records;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            for (int at = bytes.readerIndex(); at < bytes.writerIndex(); at += 5 + bytes.getUnsignedShort(at + 3)) {
                records.incrementAndGet();
            }
            context.fireChannelRead(message);
        }
    }

    @Test
    void optionsForAPlainConnectionAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamsClient.builder("rabbitmq-stream://host")
                        .tls(TlsOptions.DEFAULT)
                        .build())
                .withMessage("tls: options for connections without TLS (expected: a URI that begins with"
                        + " rabbitmq-stream+tls://)");
    }

    @Test
    void aFileThatCannotBeReadIsRefusedWhenTheClientIsBuilt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamsClient.builder("rabbitmq-stream+tls://host")
                        .tls(TlsOptions.DEFAULT.withTrustedCertificates(Path.of("none.pem")))
                        .build())
                .withMessage("none.pem: no such file");
    }
}
