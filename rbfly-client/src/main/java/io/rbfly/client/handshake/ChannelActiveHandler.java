package io.rbfly.client.handshake;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Runs an action when the channel is connected, and removes itself from the pipeline. */
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
