package io.rbfly.testkit.scripted;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.frame.FrameAssembler;
import io.rbfly.protocol.frame.FrameDecoder;
import io.rbfly.protocol.frame.FrameEncoder;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** The broker's end of one connection. It may send from any thread. */
public final class ScriptedPeer {
    private final Channel channel;
    private final BiConsumer<ScriptedPeer, Frame> receiver;

    ScriptedPeer(Channel channel, BiConsumer<ScriptedPeer, Frame> receiver) {
        this.channel = channel;
        this.receiver = receiver;
    }

    /** Sends a command without correlation id. */
    public void send(OneWay command) {
        sendBytes(bytesOf(command));
    }

    /** Sends a request of the broker, such as Close. */
    public void request(int correlationId, Request<?> request) {
        ByteBuf buffer = Unpooled.buffer();
        FrameEncoder.encode(buffer, correlationId, request);
        sendBytes(ByteBufUtil.getBytes(buffer));
    }

    /** Responds to a request. */
    public void respond(int correlationId, Response response) {
        ByteBuf buffer = Unpooled.buffer();
        FrameEncoder.encode(buffer, correlationId, response);
        sendBytes(ByteBufUtil.getBytes(buffer));
    }

    /** Sends arbitrary bytes, in one piece. */
    public void sendBytes(byte[] bytes) {
        later(() -> channel.writeAndFlush(Unpooled.wrappedBuffer(bytes)));
    }

    /** Sends arbitrary bytes, in pieces of at most {@code piece} bytes. */
    public void sendInPieces(byte[] bytes, int piece) {
        for (int start = 0; start < bytes.length; start += piece) {
            sendBytes(Arrays.copyOfRange(bytes, start, Math.min(start + piece, bytes.length)));
        }
    }

    /** Closes the connection without a Close request. */
    public void cut() {
        later(channel::close);
    }

    /** Writes after the current read, since a local channel loses what is written to it while it is reading. */
    private void later(Runnable task) {
        channel.eventLoop().execute(task);
    }

    /** Returns whether the connection is open. */
    public boolean isOpen() {
        return channel.isActive();
    }

    /** Returns the frame of a command, including its size. */
    public static byte[] bytesOf(OneWay command) {
        ByteBuf buffer = Unpooled.buffer();
        FrameEncoder.encode(buffer, command);
        return ByteBufUtil.getBytes(buffer);
    }

    ChannelHandler handler() {
        return new ChannelInboundHandlerAdapter() {
            private final FrameAssembler assembler = new FrameAssembler(Integer.MAX_VALUE);

            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ByteBuf bytes = (ByteBuf) message;
                try {
                    assembler.accept(
                            bytes,
                            (frame, owned) -> receiver.accept(ScriptedPeer.this, FrameDecoder.fromClient(frame)));
                } finally {
                    bytes.release();
                }
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                context.close(); // the client reports errors itself
            }
        };
    }
}
