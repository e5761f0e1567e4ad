package io.rbfly.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.rbfly.client.config.StreamUri;
import io.rbfly.protocol.frame.FrameAssembler;
import io.rbfly.protocol.frame.FrameDecoder;
import io.rbfly.protocol.wire.ProtocolException;
import java.io.IOException;
import java.util.function.IntFunction;

/** Decodes bytes from the channel into commands for the connection. The only class that handles malformed bytes. */
public final class FrameHandler extends ChannelInboundHandlerAdapter {
    /** Enough for a handshake. A peer is not trusted with larger frames before it is authenticated. */
    static final int LIMIT_BEFORE_AUTHENTICATION = 8192;

    private static final int AMQP_PROTOCOL_HEADER = 0x414d5150;

    /** Type and major version of the record with which a TLS server rejects anything but TLS. */
    private static final int TLS_ALERT = 0x1503;

    private final Connection connection;
    private final FrameAssembler assembler;
    private final IntFunction<byte[]> arrays;
    private boolean anythingRead;
    private boolean failed;

    public FrameHandler(Connection connection) {
        this.connection = connection;
        this.assembler = new FrameAssembler(LIMIT_BEFORE_AUTHENTICATION, connection.arrays());
        this.arrays = connection.arrays()::take;
    }

    /** Sets the maximum frame size from now on. */
    public void frameLimit(int limit) {
        assembler.frameLimit(limit);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            connection.bytesRead(bytes.readableBytes());
            if (!failed) {
                checkFirst(bytes);
                assembler.accept(bytes, this::frame);
            }
        } catch (ProtocolException e) {
            failed = true;
            connection.fail("malformed bytes: " + e.getMessage(), e);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        connection.readComplete();
    }

    private void frame(ByteBuf frame, boolean owned) {
        connection.receive(FrameDecoder.fromBroker(frame, owned, arrays));
    }

    /** Detects two common mistakes: port 5672 in place of 5552, and a plain client on a TLS port. */
    private void checkFirst(ByteBuf bytes) {
        if (!anythingRead && bytes.readableBytes() >= 4) {
            int first = bytes.getInt(bytes.readerIndex());
            if (first == AMQP_PROTOCOL_HEADER) {
                throw new ProtocolException(
                        "the peer speaks AMQP (expected: RabbitMQ's stream protocol, which has a port"
                                + " of its own, by default 5552)");
            }
            if (first >>> 16 == TLS_ALERT) {
                throw new ProtocolException(
                        "the peer speaks TLS (expected: a port without it, by default 5552, or a URI that begins with "
                                + StreamUri.TLS_SCHEME + "://)");
            }
        }
        anythingRead = true;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        connection.writabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.inactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (isOfNetwork(cause)) {
            connection.broken(cause);
        } else {
            connection.defect(cause);
        }
    }

    /** Whether it is an error of the network. Errors of TLS are also an IOException, wrapped in one of Netty's. */
    private static boolean isOfNetwork(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
