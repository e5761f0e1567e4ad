package io.rbfly.testkit.embedded;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.testkit.embedded.cluster.ClusterState;
import io.rbfly.testkit.embedded.cluster.Node;
import io.rbfly.testkit.embedded.session.ClientConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A port of a node, and the connections to it. It keeps its port when it is opened again. */
final class NodeServer {
    /**
     * Free ports are below those that systems give to outgoing connections. One of these could sit on the port of a
     * node that is stopped: even that of a client which reconnects to it, since TCP can connect a port to itself. Our
     * own tests start RabbitMQ at ports from 20,000 on, so no node of theirs takes the port of a stopped one here.
     */
    private static final int FIRST_PORT = 10_000;

    private static final int PORTS = 10_000;
    private static final int MAX_TRIES = 100;

    private final ClusterState cluster;
    private final Node node;
    private final EventLoop loop;
    private final Function<Node, Metadata.Broker> addresses;
    private final @Nullable ServerTls tls;
    private final Set<Channel> clients = new LinkedHashSet<>();
    private @Nullable Channel listener;
    private volatile int port;

    /**
     * @param addresses the addresses of all nodes for clients of this port
     * @param tls null if connections are not encrypted
     * @param port 0 for a free one
     */
    NodeServer(
            ClusterState cluster,
            Node node,
            EventLoop loop,
            Function<Node, Metadata.Broker> addresses,
            @Nullable ServerTls tls,
            int port) {
        this.cluster = cluster;
        this.node = node;
        this.loop = loop;
        this.addresses = addresses;
        this.tls = tls;
        this.port = port;
    }

    int port() {
        return port;
    }

    /**
     * Accepts connections. Waits, so it must not be called on the event loop.
     *
     * @throws UncheckedIOException if the port is in use
     */
    void open() {
        ChannelFuture bound = port == 0 ? bindFreePort() : bind(port);
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(
                    new IOException("port " + port + ": " + bound.cause().getMessage(), bound.cause()));
        }
        listener = bound.channel();
        port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private ChannelFuture bindFreePort() {
        for (int i = 0; i < MAX_TRIES; i++) {
            ChannelFuture bound = bind(FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS));
            if (bound.isSuccess()) {
                return bound;
            }
        }
        return bind(0);
    }

    private ChannelFuture bind(int wanted) {
        // Netty's pooled allocators take a fifth of the time until the first client of a new JVM is connected.
        ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), wanted)
                .awaitUninterruptibly();
    }

    private void accept(Channel channel) {
        clients.add(channel);
        channel.closeFuture().addListener(closed -> clients.remove(channel));
        if (tls != null) {
            channel.pipeline().addLast(tls.handler(channel.alloc()));
        }
        channel.pipeline().addLast(new ClientConnection(cluster, node, addresses, channel));
    }

    /** The number of connections. On the event loop only. */
    int connections() {
        return clients.size();
    }

    /** Closes all connections without a word. On the event loop only. */
    void cut() {
        List.copyOf(clients).forEach(Channel::close);
    }

    /** Closes the port; the connections stay. Waits, so it must not be called on the event loop. */
    void close() {
        Channel open = listener;
        if (open != null) {
            open.close().syncUninterruptibly();
            listener = null;
        }
    }
}
