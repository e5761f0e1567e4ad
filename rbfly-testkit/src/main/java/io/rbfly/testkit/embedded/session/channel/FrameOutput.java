package io.rbfly.testkit.embedded.session.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.frame.FrameEncoder;
import io.rbfly.protocol.wire.CommandKey;

/** Writes frames to a channel. What is written in one turn of the event loop is flushed together. */
public final class FrameOutput {
    private static final int DELIVER_HEADER = 48 + 9; // a chunk's header, after key, version, id and committed chunk

    private final Channel channel;
    private long frames;
    private boolean flushing;
    private boolean ended;

    /** Creates an output. */
    public FrameOutput(Channel channel) {
        this.channel = channel;
    }

    /** The number of frames so far, by which heartbeats know that something was sent. */
    public long frames() {
        return frames;
    }

    /** Sends a command that has no correlation id. */
    public void send(OneWay command) {
        ByteBuf frame = channel.alloc().buffer();
        FrameEncoder.encode(frame, command);
        write(frame);
    }

    /** Sends a request of the broker. */
    public void request(int correlationId, Request<?> request) {
        ByteBuf frame = channel.alloc().buffer();
        FrameEncoder.encode(frame, correlationId, request);
        write(frame);
    }

    /** Sends the response to a request of the client. */
    public void respond(int correlationId, Response response) {
        ByteBuf frame = channel.alloc().buffer();
        FrameEncoder.encode(frame, correlationId, response);
        write(frame);
    }

    /** Sends a chunk without copying its data. */
    public void deliver(int version, int subscriptionId, long committedChunkId, Chunk chunk) {
        boolean committed = version == Deliver.WITH_COMMITTED_CHUNK_ID;
        ByteBuf header = channel.alloc().buffer(DELIVER_HEADER + 16);
        header.writeInt(0);
        header.writeShort(CommandKey.DELIVER.number()).writeShort(version).writeByte(subscriptionId);
        if (committed) {
            header.writeLong(committedChunkId);
        }
        chunk.writeHeader(header);
        header.setInt(0, header.readableBytes() - 4 + chunk.dataLength());
        ByteBuf data = Unpooled.wrappedBuffer(chunk.array(), chunk.dataPosition(), chunk.dataLength());
        write(Unpooled.wrappedBuffer(header, data));
    }

    /** Sends nothing more: all further frames are dropped. */
    public void end() {
        ended = true;
    }

    /** Sends the answer that was withheld until now, after {@link #end}. */
    public void last(int correlationId, Response response) {
        ended = false;
        respond(correlationId, response);
        ended = true;
    }

    /** Closes the channel, after everything that was sent. */
    public void close() {
        ended = true;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private void write(ByteBuf frame) {
        if (ended) {
            frame.release();
            return;
        }
        frames++;
        channel.write(frame, channel.voidPromise());
        if (!flushing) {
            flushing = true;
            channel.eventLoop().execute(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        channel.flush();
    }
}
