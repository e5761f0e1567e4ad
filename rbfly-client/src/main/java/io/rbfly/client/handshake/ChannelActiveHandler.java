package io.rbfly.client.handshake;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Does something once when the channel is connected, and leaves the pipeline. */
final class ChannelActiveHandler extends ChannelInboundHandlerAdapter {
    private final Runnable task;

    ChannelActiveHandler(Runnable task) {
        this.task = task;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.pipeline().remove(this);
        task.run();
    }
}
