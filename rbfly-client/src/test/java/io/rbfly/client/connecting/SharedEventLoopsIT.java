package io.rbfly.client.connecting;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.netty.NettyTransport;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Clients run on event loops of the application, which outlive them. */
class SharedEventLoopsIT {
    @SuppressWarnings("deprecation") // which Netty 4.1 has too
    private final EventLoopGroup group = new NioEventLoopGroup(2);

    @AfterEach
    void shutDown() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private StreamsClient client(Broker broker) {
        return StreamsClient.builder(broker.uri())
                .transport(NettyTransport.of(group))
                .build();
    }

    @BrokerTest
    void clientsShareEventLoopsThatOutliveThem(Broker broker) throws Exception {
        String stream = newName();
        StreamsClient first = client(broker);
        StreamsClient second = client(broker);
        StreamsClient third = client(broker);
        await(first.createStream(stream));
        await(await(first.publisher(stream)).send("hello"));

        await(first.close());
        assertThat(group.isShuttingDown()).isFalse();
        assertThat(await(await(second.subscribe(stream, Offset.FIRST)).next()).body())
                .isEqualTo("hello");

        await(second.deleteStream(stream));
        await(second.close());
        CompletableFuture<Void> unused = third.close(Duration.ZERO);
        assertThat(unused).succeedsWithin(Duration.ofSeconds(60));
        assertThat(first.close()).succeedsWithin(Duration.ofSeconds(60));
        assertThat(group.isShuttingDown()).isFalse();
    }
}
