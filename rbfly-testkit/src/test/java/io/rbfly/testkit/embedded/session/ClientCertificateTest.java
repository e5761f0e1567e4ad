package io.rbfly.testkit.embedded.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.testkit.embedded.cluster.Permissions;
import io.rbfly.testkit.embedded.cluster.User;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client of an encrypted connection, both sides of which are in memory. */
class ClientCertificateTest {
    private static final String EXTERNAL = "0013 0001 00000003 0008 45585445524e414c 00000000";
    private static final X509Bundle CA = bundle("CN=ca");

    private final TestCluster cluster = new TestCluster();
    private final EmbeddedChannel broker = new EmbeddedChannel();

    private static X509Bundle bundle(String subject) {
        try {
            return new CertificateBuilder()
                    .subject(subject)
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private EmbeddedChannel connect(X509Bundle certificate) throws Exception {
        SslContext server = SslContextBuilder.forServer(CA.toKeyManagerFactory())
                .sslProvider(SslProvider.JDK)
                .clientAuth(ClientAuth.OPTIONAL)
                .trustManager(certificate.getCertificate())
                .build();
        SslContext context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .keyManager(certificate.toKeyManagerFactory())
                .trustManager(CA.getCertificate())
                .endpointIdentificationAlgorithm(null)
                .build();
        broker.freezeTime();
        broker.pipeline()
                .addLast(server.newHandler(broker.alloc()))
                .addLast(new ClientConnection(
                        cluster.state(), cluster.node(), node -> new Metadata.Broker(0, "localhost", 1), broker));
        EmbeddedChannel client = new EmbeddedChannel(context.newHandler(broker.alloc()));
        exchange(client);
        return client;
    }

    /** Moves bytes in both directions until there are none. */
    private void exchange(EmbeddedChannel client) {
        for (int quiet = 0; quiet < 3; quiet++) {
            broker.runPendingTasks();
            client.runPendingTasks();
            for (ByteBuf out = client.readOutbound(); out != null; out = client.readOutbound()) {
                broker.writeInbound(out);
                quiet = 0;
            }
            for (ByteBuf out = broker.readOutbound(); out != null; out = broker.readOutbound()) {
                client.writeInbound(out);
                quiet = 0;
            }
        }
    }

    private String send(EmbeddedChannel client, String content) {
        byte[] bytes = HexFormat.of().parseHex(content.replace(" ", ""));
        client.writeOutbound(Unpooled.buffer().writeInt(bytes.length).writeBytes(bytes));
        exchange(client);
        return received(client);
    }

    private static String received(EmbeddedChannel client) {
        StringBuilder hex = new StringBuilder();
        for (ByteBuf in = client.readInbound(); in != null; in = client.readInbound()) {
            hex.append(ByteBufUtil.hexDump(in));
            in.release();
        }
        return hex.toString();
    }

    @Test
    void namesTheUser() throws Exception {
        cluster.state().addUser(new User("alice", "x", Permissions.ALL));
        EmbeddedChannel client = connect(bundle("CN=alice,O=RbFly"));
        send(client, "0011 0001 00000001 00000000");

        assertThat(send(client, "0012 0001 00000002")).endsWith("000845585445524e414c");
        assertThat(send(client, EXTERNAL)).startsWith("0000000a80130001000000030001");
        client.finishAndReleaseAll();
        broker.finishAndReleaseAll();
    }

    @Test
    void isRefusedIfThereIsNoSuchUser() throws Exception {
        EmbeddedChannel client = connect(bundle("CN=bob"));
        send(client, "0011 0001 00000001 00000000");
        send(client, "0012 0001 00000002");
        assertThat(send(client, EXTERNAL)).isEmpty();

        broker.advanceTimeBy(Duration.ofSeconds(3).toMillis(), TimeUnit.MILLISECONDS);
        broker.runScheduledPendingTasks();
        exchange(client);
        assertThat(received(client)).isEqualTo("0000000a80130001000000030008");
        client.finishAndReleaseAll();
        broker.finishAndReleaseAll();
    }
}
