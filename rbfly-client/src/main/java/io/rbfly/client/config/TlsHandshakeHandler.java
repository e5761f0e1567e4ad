package io.rbfly.client.config;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;

/** Runs an action when the TLS handshake has ended, and removes itself from the pipeline. */
final class TlsHandshakeHandler extends ChannelInboundHandlerAdapter {
    private final Runnable done;
    private final Consumer<Throwable> failed;

    TlsHandshakeHandler(Runnable done, Consumer<Throwable> failed) {
        this.done = done;
        this.failed = failed;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            context.pipeline().remove(this);
            if (handshake.isSuccess()) {
                done.run();
            } else {
                failed.accept(why(handshake.cause()));
            }
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    private static Throwable why(Throwable cause) {
        return cause instanceof ClosedChannelException
                ? new IOException(
                        "the peer closed it during the TLS handshake"
                                + " (it may be restarting, or not use TLS on this port)",
                        cause)
                : cause;
    }
}
