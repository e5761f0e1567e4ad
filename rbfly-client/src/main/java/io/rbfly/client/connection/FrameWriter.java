package io.rbfly.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.frame.FrameEncoder;
import io.rbfly.protocol.wire.CommandKey;
import java.util.function.Consumer;

/**
 * Commands of one connection into its channel, within the size of frames that was agreed. Used on the event loop only.
 */
final class FrameWriter {
    /** Room for any command without a text of the application. */
    private static final int MIN_FRAME_MAX = 64;

    private final Channel channel;
    private final Runnable written;
    private int frameMax = Integer.MAX_VALUE;
    private boolean reading;
    private boolean flushWhenRead;

    /** With what is told of each frame. */
    FrameWriter(Channel channel, Runnable written) {
        this.channel = channel;
        this.written = written;
    }

    /** Largest frame that may be sent, its size field not counted. */
    int frameMax() {
        return frameMax;
    }

    /** Sets what was agreed; zero is for no bound. */
    void frameMax(int agreed) {
        if (agreed != 0 && agreed < MIN_FRAME_MAX) {
            throw new ConnectionException(
                    "frames of " + agreed + " bytes (expected: at least " + MIN_FRAME_MAX + ")", null);
        }
        frameMax = agreed == 0 ? Integer.MAX_VALUE : agreed;
    }

    /** A request as a frame; the caller writes it. */
    ByteBuf encode(int correlationId, Request<?> request) {
        return encode(request.key(), buffer -> FrameEncoder.encode(buffer, correlationId, request));
    }

    /** A response as a frame; the caller writes it. */
    ByteBuf encode(int correlationId, Response response) {
        return encode(response.key(), buffer -> FrameEncoder.encode(buffer, correlationId, response));
    }

    /** A command without a response as a frame; the caller writes it. */
    ByteBuf encode(OneWay command) {
        return encode(command.key(), buffer -> FrameEncoder.encode(buffer, command));
    }

    private ByteBuf encode(CommandKey key, Consumer<ByteBuf> encoder) {
        ByteBuf frame = Unpooled.buffer();
        try {
            encoder.accept(frame);
            checkSize(key, frame);
            return frame;
        } catch (RuntimeException e) {
            frame.release();
            throw e;
        }
    }

    private void checkSize(CommandKey command, ByteBuf frame) {
        int size = frame.readableBytes() - Integer.BYTES;
        if (size > frameMax) {
            throw new IllegalArgumentException(
                    command + ": " + size + " bytes (expected: at most " + frameMax + ", the negotiated frame size)");
        }
    }

    /** Writes a frame, and releases it. */
    void write(ByteBuf frame) {
        written.run();
        channel.write(frame, channel.voidPromise());
    }

    /** Sends what was written: at once, or when all that was read is processed, so that answers leave together. */
    void flush() {
        if (reading) {
            flushWhenRead = true;
        } else {
            channel.flush();
        }
    }

    /** Bytes were read; there may be more. */
    void reading() {
        reading = true;
    }

    /** All is read that is here. */
    void readComplete() {
        reading = false;
        if (flushWhenRead) {
            flushWhenRead = false;
            channel.flush();
        }
    }
}
