package io.rbfly.simulation.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalAddress;
import io.rbfly.simulation.world.SimulatedLoop;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One end of a simulated connection. What it reads arrives in pieces, and it writes only while there is room. */
final class SimulatedChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false);
    private static final int MAX_READ = 1 << 16;

    private final Network network;
    private final @Nullable Tap tap;
    private final ChannelConfig config = new DefaultChannelConfig(this);
    private @Nullable SocketAddress remote;
    private @Nullable Pipe out;
    private @Nullable Pipe in;
    private @Nullable ChannelPromise connecting;
    private @Nullable Future<?> connectTimeout;
    private boolean open = true;
    private boolean reading;
    private boolean readScheduled;
    private boolean blocked;
    /** Whether no byte was sent since there was no room. */
    private boolean stopped;

    SimulatedChannel(Network network, @Nullable Tap tap) {
        super(null, network.nextId());
        this.network = network;
        this.tap = tap;
        config.setAllocator(network.allocator());
    }

    /** Its number, for the trace. */
    String name() {
        return id().asShortText();
    }

    /** Makes a channel of a node connected, before it is registered. */
    void connected(SocketAddress peer, Pipe sends, Pipe receives) {
        remote = peer;
        out = sends;
        in = receives;
    }

    void connectSucceeded(Pipe sends, Pipe receives) {
        eventLoop().execute(() -> {
            ChannelPromise promise = connecting;
            if (promise == null || !open) {
                sends.end();
                return;
            }
            connecting = null;
            cancelTimeout();
            out = sends;
            in = receives;
            promise.trySuccess();
            pipeline().fireChannelActive();
        });
    }

    void connectFailed(Exception cause) {
        eventLoop().execute(() -> failConnect(cause));
    }

    private void failConnect(Exception cause) {
        ChannelPromise promise = connecting;
        if (promise != null) {
            connecting = null;
            cancelTimeout();
            promise.tryFailure(cause);
            unsafe().close(voidPromise());
        }
    }

    private void cancelTimeout() {
        if (connectTimeout != null) {
            connectTimeout.cancel(false);
            connectTimeout = null;
        }
    }

    /** Bytes or the end have arrived. */
    void arrived() {
        if (reading && open && !readScheduled && isRegistered()) {
            readScheduled = true;
            eventLoop().execute(this::readNow);
        }
    }

    private void readNow() {
        readScheduled = false;
        Pipe from = in;
        if (!reading || !open || from == null) {
            return;
        }
        if (from.isAtEnd()) {
            unsafe().close(voidPromise());
        } else if (from.readableBytes() > 0) {
            reading = false;
            ByteBuf buffer = alloc().buffer(Math.min(MAX_READ, from.readableBytes()));
            from.read(buffer, Math.min(MAX_READ, from.readableBytes()));
            if (tap != null) {
                tap.read(buffer);
            }
            pipeline().fireChannelRead(buffer);
            pipeline().fireChannelReadComplete();
        }
    }

    /** The other side has read. */
    void writable() {
        if (blocked && open && isRegistered()) {
            blocked = false;
            eventLoop().execute(() -> ((SimulatedUnsafe) unsafe()).flushAgain());
        }
    }

    /** Closes as if the connection was reset. */
    void closeNow() {
        if (isRegistered()) {
            eventLoop().execute(() -> unsafe().close(voidPromise()));
        }
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new SimulatedUnsafe();
    }

    private final class SimulatedUnsafe extends AbstractUnsafe {
        @Override
        public void connect(SocketAddress address, @Nullable SocketAddress local, ChannelPromise promise) {
            if (!promise.setUncancellable() || !ensureOpen(promise)) {
                return;
            }
            connecting = promise;
            remote = address;
            int millis = config.getConnectTimeoutMillis();
            if (millis > 0) {
                connectTimeout = eventLoop()
                        .schedule(
                                () -> failConnect(new ConnectTimeoutException("connection timed out: " + address)),
                                millis,
                                TimeUnit.MILLISECONDS);
            }
            if (tap != null && address instanceof LocalAddress node) {
                tap.connecting(node.id());
            }
            network.connect(SimulatedChannel.this, address);
        }

        private void flushAgain() {
            flush0();
        }
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof SimulatedLoop;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return Network.address("channel-" + id());
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return remote;
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw new UnsupportedOperationException("not needed");
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doClose() {
        open = false;
        if (tap != null) {
            tap.closed();
        }
        ChannelPromise promise = connecting;
        if (promise != null) {
            connecting = null;
            promise.tryFailure(new ClosedChannelException());
        }
        cancelTimeout();
        if (out != null) {
            out.end();
        }
        if (in != null) {
            in.receiverClosed();
        }
    }

    @Override
    protected void doBeginRead() {
        reading = true;
        Pipe from = in;
        if (from != null && (from.readableBytes() > 0 || from.isAtEnd())) {
            arrived();
        }
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        if (tap != null && message instanceof ByteBuf bytes) {
            tap.written(bytes);
        }
        return message;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer buffer) {
        Pipe to = out;
        while (to != null && buffer.current() instanceof ByteBuf bytes) {
            if (!bytes.isReadable()) {
                buffer.remove();
                continue;
            }
            int sent = to.send(bytes);
            if (sent == 0) {
                blocked = true;
                stopped = true;
                return;
            }
            if (tap != null) {
                tap.left(sent);
                if (stopped) {
                    tap.writable();
                }
            }
            stopped = false;
            buffer.removeBytes(sent);
        }
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open && out != null;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
