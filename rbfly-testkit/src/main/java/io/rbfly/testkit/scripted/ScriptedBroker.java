package io.rbfly.testkit.scripted;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalServerChannel;
import io.netty.util.concurrent.Future;
import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.frame.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A broker with scripted answers. It performs the handshake, unless the test overrides it, and nothing else: each
 * command is answered as the test specified with {@link #on} or {@link #reply}, or not at all.
 *
 * <p>It listens on Netty's local transport, on the given event loop. Scripts run on that event loop. All methods may be
 * called from the test's thread.
 */
public final class ScriptedBroker {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final LocalAddress address = new LocalAddress(ScriptedBroker.class);
    private final EventLoop loop;
    private final Map<Class<?>, BiConsumer<ScriptedPeer, Frame>> script = new HashMap<>();
    private final List<Frame> received = new ArrayList<>();
    private final List<ScriptedPeer> peers = new ArrayList<>();
    private Supplier<? extends ChannelHandler> front = () -> new ChannelInboundHandlerAdapter();
    private Channel server;

    private ScriptedBroker(EventLoop loop) {
        this.loop = loop;
        this.server = bind();
    }

    /** Starts a broker that accepts every client and proposes frames of 1 MiB and heartbeats of 60 seconds. */
    public static ScriptedBroker start(EventLoop loop) {
        ScriptedBroker broker = new ScriptedBroker(loop);
        DefaultHandshake.addTo(broker);
        return broker;
    }

    /** The address to which clients connect. */
    public LocalAddress address() {
        return address;
    }

    /** Inserts a handler in front of each connection that is opened from now on, for example for TLS. */
    public ScriptedBroker front(Supplier<? extends ChannelHandler> handlers) {
        call(() -> front = handlers);
        return this;
    }

    /** Answers commands of a type with a script. A later script for the same type replaces it. */
    public <C extends Command> ScriptedBroker on(Class<C> type, BiConsumer<ScriptedPeer, C> action) {
        return onFrame(type, (peer, frame) -> action.accept(peer, type.cast(frame.command())));
    }

    /** Answers commands of a type with a script that also receives the correlation id. */
    public ScriptedBroker onFrame(Class<? extends Command> type, BiConsumer<ScriptedPeer, Frame> action) {
        call(() -> script.put(type, action));
        return this;
    }

    /** Answers requests of a type. */
    public <R extends Response, C extends Request<R>> ScriptedBroker reply(Class<C> type, Function<C, R> answer) {
        return onFrame(
                type, (peer, frame) -> peer.respond(frame.correlationId(), answer.apply(type.cast(frame.command()))));
    }

    /** Stops answering commands of a type. */
    public ScriptedBroker ignore(Class<? extends Command> type) {
        return onFrame(type, (peer, frame) -> {});
    }

    /** Returns the received commands of a type, on all connections, in order. */
    public <C extends Command> List<C> received(Class<C> type) {
        return call(() -> received.stream()
                .map(Frame::command)
                .filter(type::isInstance)
                .map(type::cast)
                .toList());
    }

    /** Returns the connections so far, the latest last. */
    public List<ScriptedPeer> peers() {
        return call(() -> List.copyOf(peers));
    }

    /** Returns the latest connection. */
    public ScriptedPeer lastPeer() {
        List<ScriptedPeer> all = peers();
        return all.get(all.size() - 1);
    }

    /** Closes all connections without a Close request, like a failing node. */
    public void cutAll() {
        call(() -> {
            List.copyOf(peers).forEach(ScriptedPeer::cut);
            return null;
        });
    }

    /** Refuses new connections until {@link #listen}. */
    public void stopListening() {
        server.close().syncUninterruptibly();
    }

    /** Returns whether connections are accepted. */
    public boolean isListening() {
        return server.isOpen();
    }

    /** Accepts connections again. */
    public void listen() {
        server = bind();
    }

    private Channel bind() {
        return new ServerBootstrap()
                .group(loop)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        ScriptedPeer peer = new ScriptedPeer(channel, ScriptedBroker.this::receive);
                        peers.add(peer);
                        channel.pipeline().addLast(front.get(), peer.handler());
                    }
                })
                .bind(address)
                .syncUninterruptibly()
                .channel();
    }

    private void receive(ScriptedPeer peer, Frame frame) {
        received.add(frame);
        BiConsumer<ScriptedPeer, Frame> action = script.get(frame.command().getClass());
        if (action != null) {
            action.accept(peer, frame);
        }
    }

    private <T> T await(Callable<T> task, Future<T> done) throws Exception {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!done.awaitUninterruptibly(100)) {
            if (loop.isTerminated()) { // a loop that ends may forget a task
                return task.call();
            } else if (System.nanoTime() - giveUp > 0) {
                throw new IllegalStateException("the event loop runs no task for " + PATIENCE);
            }
        }
        return done.syncUninterruptibly().getNow();
    }

    private <T> T call(Callable<T> task) {
        try {
            return loop.inEventLoop() ? task.call() : await(task, loop.submit(task));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
