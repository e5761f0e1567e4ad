package io.rbfly.client.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Does something once when the channel is connected, and leaves the pipeline. */
final class OnActive extends ChannelInboundHandlerAdapter {
    private final Runnable task;

    OnActive(Runnable task) {
        this.task = task;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.pipeline().remove(this);
        task.run();
    }
}
