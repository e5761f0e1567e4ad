package io.rbfly.simulation.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayOutputStream;

/** One end of a connection: it keeps what it reads. */
final class End extends ChannelInboundHandlerAdapter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int reads;
    boolean active;
    boolean ended;

    byte[] bytes() {
        return bytes.toByteArray();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        active = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        reads++;
        byte[] read = new byte[buffer.readableBytes()];
        buffer.readBytes(read);
        bytes.writeBytes(read);
        buffer.release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended = true;
    }
}
