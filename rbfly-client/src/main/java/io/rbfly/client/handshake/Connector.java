package io.rbfly.client.handshake;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.TlsLayer;
import io.rbfly.client.config.Transport;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.connection.FrameHandler;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.Timer;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** Opens connections: socket, TLS, handshake. Used on the event loop only; never blocks it. */
public final class Connector {
    private final Transport transport;
    private final ClientSettings settings;

    public Connector(Transport transport, ClientSettings settings) {
        ClientProperties.load();
        this.transport = transport;
        this.settings = settings;
    }

    /** A connection after its handshake, and the negotiated heartbeat interval. */
    public record Opened(Connection connection, Duration heartbeat) {}

    /**
     * Resolves the addresses of a host.
     *
     * @return a future that completes on the event loop with at least one address; it completes exceptionally with a
     *     {@link StreamException} if there is none
     */
    public CompletableFuture<List<SocketAddress>> resolve(Address address) {
        CompletableFuture<List<SocketAddress>> found = new CompletableFuture<>();
        CompletableFuture<List<SocketAddress>> asked =
                transport.resolver().apply(address).copy();
        Duration timeout = settings.connectTimeout();
        Timer.Scheduled deadline = transport
                .timer()
                .schedule(
                        timeout,
                        () -> asked.completeExceptionally(
                                new TimeoutException("host name not resolved within " + timeout.toMillis() + " ms")));
        asked.whenCompleteAsync(
                (addresses, error) -> {
                    deadline.cancel();
                    if (error != null) {
                        found.completeExceptionally(ConnectErrors.of(address, Callbacks.unwrap(error)));
                    } else if (addresses.isEmpty()) {
                        found.completeExceptionally(
                                ConnectErrors.of(address, new UnknownHostException(address.host())));
                    } else {
                        found.complete(addresses);
                    }
                },
                transport.loop());
        return found;
    }

    /**
     * Connects once to one address of a host.
     *
     * @return a future that completes on the event loop with the connection; it completes exceptionally with
     *     <ul>
     *       <li>{@link io.rbfly.client.api.error.BrokerException} if the broker refused the user or the virtual host;
     *       <li>{@link io.rbfly.client.api.error.TlsException} if the client or the broker refused the connection over
     *           TLS;
     *       <li>{@link ConnectionException} for any other failure.
     *     </ul>
     */
    public CompletableFuture<Opened> connect(Address address, SocketAddress socketAddress, String name) {
        CompletableFuture<Opened> opened = new CompletableFuture<>();
        open(address, socketAddress, name, opened);
        return opened;
    }

    private void open(Address address, SocketAddress socketAddress, String name, CompletableFuture<Opened> opened) {
        CompletableFuture<Opened> shaken = new CompletableFuture<>();
        ChannelFuture connecting = bootstrap()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Connection connection = new Connection(name, address, channel, transport.timer(), settings);
                        FrameHandler frames = new FrameHandler(connection);
                        CompletableFuture<Void> secure = secure(channel, address, connection);
                        channel.pipeline().addLast(frames);
                        channel.pipeline()
                                .addLast(new ChannelActiveHandler(() -> shake(connection, frames, secure, shaken)));
                    }
                })
                .connect(socketAddress);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                opened.completeExceptionally(ConnectErrors.of(address, done.cause()));
            }
        });
        shaken.whenComplete((result, error) -> {
            if (error == null) {
                opened.complete(result);
            } else {
                connecting.channel().close();
                opened.completeExceptionally(ConnectErrors.of(address, Callbacks.unwrap(error)));
            }
        });
    }

    /** The name of the option is deprecated in Netty 4.2, but its replacement does not exist in Netty 4.1. */
    @SuppressWarnings("deprecation")
    private Bootstrap bootstrap() {
        Bootstrap bootstrap = transport.bootstrap(settings.connectTimeout());
        return settings.tls() != null // TLS reads records into buffers of its own
                ? bootstrap
                : bootstrap
                        .option(ChannelOption.ALLOCATOR, transport.memory())
                        .option(ChannelOption.RCVBUF_ALLOCATOR, new ReadBufferAllocator());
    }

    /** Completes when frames may be sent; never if the connection is lost before. */
    private CompletableFuture<Void> secure(Channel channel, Address address, Connection connection) {
        TlsLayer tls = settings.tls();
        return tls == null
                ? CompletableFuture.completedFuture(null)
                : tls.addTo(channel.pipeline(), address, connection::broken);
    }

    private void shake(
            Connection connection,
            FrameHandler frames,
            CompletableFuture<Void> secure,
            CompletableFuture<Opened> shaken) {
        Timer.Scheduled deadline = transport.timer().schedule(settings.connectTimeout(), () -> {
            String missing = secure.isDone() ? "no handshake" : "no TLS handshake";
            connection.fail(missing + " within " + settings.connectTimeout().toMillis() + " ms", null);
        });
        connection.closed().thenAccept(reason -> secure.completeExceptionally(reason.error()));
        secure.thenCompose(nothing ->
                        new Handshake(connection, settings, () -> frames.frameLimit(settings.maxFrameSize())).run())
                .whenComplete((heartbeat, error) -> {
                    deadline.cancel();
                    if (error == null) {
                        shaken.complete(new Opened(connection, heartbeat));
                    } else {
                        shaken.completeExceptionally(Callbacks.unwrap(error));
                    }
                });
    }
}
