package io.rbfly.demo.groups;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.netty.NettyTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client with an event loop and connections of its own, as a process has, which can be killed: for the broker it
 * looks as if the process had died.
 */
final class ClientProcess {
    private final EventLoopGroup loops;
    private final StreamsClient client;

    /** Starts it with the settings of its client. */
    @SuppressWarnings("deprecation") // only in Netty 4.2, whose replacement does not exist in Netty 4.1
    ClientProcess(String name, StreamsClientBuilder settings) {
        loops = new NioEventLoopGroup(1, new DefaultThreadFactory(name, true));
        client = settings.transport(NettyTransport.of(loops)).build();
    }

    StreamsClient client() {
        return client;
    }

    /** Closes the client in order. */
    CompletableFuture<Void> close() {
        return client.close().whenComplete(this::endLoop);
    }

    /**
     * Cuts all connections, so that the broker receives nothing more. The client is closed only when they are cut: in a
     * process of its own it would be gone, but here it would connect again.
     *
     * @param died runs on the event loop before anything else can
     * @return completes when nothing remains
     */
    CompletableFuture<Void> kill(Runnable died) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            died.run();
                            connections().forEach(ClientProcess::cut);
                            return client.close(Duration.ZERO);
                        },
                        loops)
                .thenCompose(closing -> closing)
                .whenComplete(this::endLoop);
    }

    private List<Channel> connections() {
        List<Channel> connections = new ArrayList<>();
        ((SingleThreadEventLoop) loops.iterator().next())
                .registeredChannelsIterator()
                .forEachRemaining(connections::add);
        return connections;
    }

    private static void cut(Channel connection) {
        // With a reset, as the system does for a process with unread data that dies.
        connection.config().setOption(ChannelOption.SO_LINGER, 0);
        connection.close();
    }

    private void endLoop(@Nullable Void nothing, @Nullable Throwable error) {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
