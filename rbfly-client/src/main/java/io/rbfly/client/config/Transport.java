package io.rbfly.client.config;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.rbfly.client.api.connection.Address;
import io.rbfly.client.loop.LoopTimer;
import io.rbfly.client.loop.TaskThreads;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.loop.Workers;
import io.rbfly.client.netty.NettyTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The environment of a client, replaceable in tests: event loop, channels, time and random numbers.
 *
 * @param loop runs all of a client
 * @param channels creates unconnected channels
 * @param resolver resolves the addresses of a host, in the order to try them, without blocking the loop
 * @param memory allocates what is sent and received
 * @param timer the client's time
 * @param random jitter for attempts to reconnect
 * @param ownsLoop whether the loop ends with the client
 * @param afterEnd completes the future of a closed client, when its loop may have ended
 * @param workers compresses and decompresses in place of the loop
 * @param watched whether a thread reports that the loop is blocked
 */
public record Transport(
        EventLoop loop,
        ChannelFactory<? extends Channel> channels,
        Function<Address, CompletableFuture<List<SocketAddress>>> resolver,
        ByteBufAllocator memory,
        Timer timer,
        RandomGenerator random,
        boolean ownsLoop,
        Executor afterEnd,
        Executor workers,
        boolean watched) {
    /** Creates a transport with real threads besides the loop. */
    public Transport(
            EventLoop loop,
            ChannelFactory<? extends Channel> channels,
            Function<Address, CompletableFuture<List<SocketAddress>>> resolver,
            Timer timer,
            RandomGenerator random,
            boolean ownsLoop) {
        this(
                loop,
                channels,
                resolver,
                UnpooledByteBufAllocator.DEFAULT,
                timer,
                random,
                ownsLoop,
                TaskThreads.executor(),
                Workers.executor(),
                true);
    }

    /** Creates a transport with sockets and real time on a loop of the client. */
    public static Transport sockets(EventLoop loop) {
        return sockets(loop, NioSocketChannel::new, true);
    }

    /** Creates a transport with sockets and real time on a loop of the application. */
    public static Transport shared(NettyTransport netty) {
        return sockets(netty.next(), netty.channels(), false);
    }

    private static Transport sockets(EventLoop loop, ChannelFactory<? extends Channel> channels, boolean ownsLoop) {
        return new Transport(loop, channels, Transport::resolve, new LoopTimer(loop), new SplittableRandom(), ownsLoop);
    }

    /** Returns a bootstrap for one channel. */
    public Bootstrap bootstrap(Duration connectTimeout) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(channels)
                .disableResolver() // addresses are resolved already, and that of Netty keeps each loop until it ends
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(connectTimeout.toMillis(), 1 << 30));
    }

    /** Returns the elements in random order. */
    public <T> List<T> shuffled(Collection<T> all) {
        List<T> shuffled = new ArrayList<>(all);
        for (int last = shuffled.size() - 1; last > 0; last--) {
            Collections.swap(shuffled, last, random.nextInt(last + 1));
        }
        return shuffled;
    }

    private static CompletableFuture<List<SocketAddress>> resolve(Address address) {
        try {
            // The JDK's resolver blocks, so it does not run on the event loop.
            return CompletableFuture.supplyAsync(() -> lookUp(address), TaskThreads.executor());
        } catch (Throwable e) { // no thread can be started now
            return CompletableFuture.failedFuture(e);
        }
    }

    private static List<SocketAddress> lookUp(Address address) {
        try {
            List<SocketAddress> found = new ArrayList<>();
            for (InetAddress each : InetAddress.getAllByName(address.host())) {
                found.add(new InetSocketAddress(each, address.port()));
            }
            return found;
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }
}
