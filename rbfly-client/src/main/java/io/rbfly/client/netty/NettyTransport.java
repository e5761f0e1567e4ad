package io.rbfly.client.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Objects;

/**
 * The event loops and channels of Netty that a client runs on. By default each client has an event loop of its own,
 * which ends when the client is closed. With a transport, clients run on event loops of the application.
 *
 * <p>A client uses one event loop of the group: {@link EventLoopGroup#next()} when it is built. Code that blocks that
 * loop also blocks the client, whoever runs it there.
 */
public final class NettyTransport {
    private final EventLoopGroup group;
    private final ChannelFactory<? extends Channel> channels;

    private NettyTransport(EventLoopGroup group, ChannelFactory<? extends Channel> channels) {
        this.group = group;
        this.channels = channels;
    }

    /**
     * Returns a transport with the JDK's sockets ({@link NioSocketChannel}).
     *
     * @param group event loops for NIO. They belong to the application: clients do not shut them down
     */
    @SuppressWarnings("exports") // callers of this method use Netty themselves
    public static NettyTransport of(EventLoopGroup group) {
        return of(group, NioSocketChannel.class);
    }

    /**
     * Returns a transport with channels of a class that fits the event loops.
     *
     * @param group event loops. They belong to the application: clients do not shut them down
     * @param channel the class of sockets, with a public constructor without parameters
     * @throws IllegalArgumentException if the class has no such constructor
     */
    @SuppressWarnings("exports") // callers of this method use Netty themselves
    public static NettyTransport of(EventLoopGroup group, Class<? extends SocketChannel> channel) {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(channel, "channel");
        return new NettyTransport(group, new ReflectiveChannelFactory<>(channel));
    }

    /** Returns the event loop for one client. */
    @SuppressWarnings("exports") // for the client
    public EventLoop next() {
        return group.next();
    }

    /** Returns what creates unconnected channels. */
    @SuppressWarnings("exports") // for the client
    public ChannelFactory<? extends Channel> channels() {
        return channels;
    }
}
