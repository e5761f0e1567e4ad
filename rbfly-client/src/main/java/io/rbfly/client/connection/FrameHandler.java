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

/** Bytes from the channel to commands for the connection: the one place that meets malformed bytes. */
public final class FrameHandler extends ChannelInboundHandlerAdapter {
    /** Enough for a handshake; what a peer sends before it is authenticated is not trusted with more. */
    static final int LIMIT_BEFORE_AUTHENTICATION = 8192;

    private static final int AMQP_PROTOCOL_HEADER = 0x414d5150;

    /** Type and major version of the record by which a TLS server refuses what is no TLS. */
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

    /** Accepts frames up to this size from now on. */
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

    /**
     * Port 5672 for port 5552 is the mistake that everybody makes once, and a plain client on a TLS port the next one.
     */
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

    /** Also what TLS refuses is an IOException, in one of Netty's own. */
    private static boolean isOfNetwork(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
