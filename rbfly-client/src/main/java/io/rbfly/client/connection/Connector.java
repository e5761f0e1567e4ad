package io.rbfly.client.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.rbfly.client.api.Address;
import io.rbfly.client.api.BrokerException;
import io.rbfly.client.api.ConnectionException;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.Timer;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** Makes connections: socket, pipeline, handshake. Used on the event loop only; never blocks it. */
public final class Connector {
    private final Transport transport;
    private final ConnectionSettings settings;

    public Connector(Transport transport, ConnectionSettings settings) {
        this.transport = transport;
        this.settings = settings;
    }

    /** A connection that went through its handshake, and the interval that was agreed. */
    public record Opened(Connection connection, Duration heartbeat) {}

    /**
     * Connects once.
     *
     * @return a future, completed on the event loop: exceptionally with
     *     {@link io.rbfly.client.api.BrokerException} when the broker refused user or virtual host, with
     *     {@link ConnectionException} for whatever else went wrong
     */
    public CompletableFuture<Opened> connect(Address address, String name) {
        CompletableFuture<Opened> opened = new CompletableFuture<>();
        resolve(address)
                .whenCompleteAsync(
                        (socketAddress, error) -> {
                            if (error == null) {
                                open(address, socketAddress, name, opened);
                            } else {
                                opened.completeExceptionally(cannotConnect(address, Callbacks.unwrap(error)));
                            }
                        },
                        transport.loop());
        return opened;
    }

    private CompletableFuture<SocketAddress> resolve(Address address) {
        CompletableFuture<SocketAddress> resolved =
                transport.resolver().apply(address).copy();
        Duration timeout = settings.connectTimeout();
        Timer.Scheduled deadline = transport
                .timer()
                .schedule(
                        timeout,
                        () -> resolved.completeExceptionally(
                                new TimeoutException("host name not resolved within " + timeout.toMillis() + " ms")));
        resolved.whenComplete((socketAddress, error) -> deadline.cancel());
        return resolved;
    }

    private void open(Address address, SocketAddress socketAddress, String name, CompletableFuture<Opened> opened) {
        CompletableFuture<Opened> shaken = new CompletableFuture<>();
        ChannelFuture connecting = transport
                .bootstrap(settings.connectTimeout())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Connection connection = new Connection(name, address, channel, transport.timer(), settings);
                        FrameHandler frames = new FrameHandler(connection);
                        channel.pipeline().addLast(frames);
                        channel.pipeline().addLast(new OnActive(() -> shake(connection, frames, shaken)));
                    }
                })
                .connect(socketAddress);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                opened.completeExceptionally(cannotConnect(address, done.cause()));
            }
        });
        shaken.whenComplete((result, error) -> {
            if (error == null) {
                opened.complete(result);
            } else {
                connecting.channel().close();
                Throwable cause = Callbacks.unwrap(error);
                opened.completeExceptionally(cause instanceof BrokerException ? cause : cannotConnect(address, cause));
            }
        });
    }

    private void shake(Connection connection, FrameHandler frames, CompletableFuture<Opened> shaken) {
        Timer.Scheduled deadline = transport
                .timer()
                .schedule(
                        settings.connectTimeout(),
                        () -> connection.fail(
                                "no handshake within "
                                        + settings.connectTimeout().toMillis() + " ms",
                                null));
        new Handshake(connection, settings, () -> frames.frameLimit(settings.maxFrameSize()))
                .run()
                .whenComplete((heartbeat, error) -> {
                    deadline.cancel();
                    if (error == null) {
                        shaken.complete(new Opened(connection, heartbeat));
                    } else {
                        shaken.completeExceptionally(error);
                    }
                });
    }

    private static ConnectionException cannotConnect(Address address, Throwable cause) {
        String reason;
        if (cause instanceof ConnectException) {
            reason = cause.getMessage().split(":", 2)[0]; // what follows is the address once more
        } else if (cause instanceof UnknownHostException) {
            reason = "unknown host";
        } else {
            reason = String.valueOf(cause.getMessage());
        }
        return new ConnectionException("cannot connect to " + address + ": " + reason, cause);
    }
}
