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
 * Writes the commands of a connection into its channel, up to the negotiated frame size. Used on the event loop only.
 */
final class FrameWriter {
    /** Enough for each command that contains no text of the application. */
    private static final int MIN_FRAME_MAX = 64;

    private final Channel channel;
    private final Runnable written;
    private int frameMax = Integer.MAX_VALUE;
    private boolean reading;
    private boolean flushWhenRead;

    /** Creates a writer with an action that is called for each written frame. */
    FrameWriter(Channel channel, Runnable written) {
        this.channel = channel;
        this.written = written;
    }

    /** The maximum size of a frame that may be sent, without its size field. */
    int frameMax() {
        return frameMax;
    }

    /** Sets the negotiated maximum; zero for no limit. */
    void frameMax(int agreed) {
        if (agreed != 0 && agreed < MIN_FRAME_MAX) {
            throw new ConnectionException(
                    "frames of " + agreed + " bytes (expected: at least " + MIN_FRAME_MAX + ")", null);
        }
        frameMax = agreed == 0 ? Integer.MAX_VALUE : agreed;
    }

    /** Encodes a request as a frame, which the caller writes. */
    ByteBuf encode(int correlationId, Request<?> request) {
        return encode(request.key(), buffer -> FrameEncoder.encode(buffer, correlationId, request));
    }

    /** Encodes a response as a frame, which the caller writes. */
    ByteBuf encode(int correlationId, Response response) {
        return encode(response.key(), buffer -> FrameEncoder.encode(buffer, correlationId, response));
    }

    /** Encodes a command without a response as a frame, which the caller writes. */
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

    /** Writes a frame, and calls an action when its bytes have left the channel. */
    void write(ByteBuf frame, Runnable left) {
        written.run();
        channel.write(frame).addListener(done -> {
            if (done.isSuccess()) {
                left.run();
            } else {
                channel.pipeline().fireExceptionCaught(done.cause()); // as for a void promise
            }
        });
    }

    /**
     * Flushes what was written: immediately, or when all bytes that were read are processed, so that responses are sent
     * together.
     */
    void flush() {
        if (reading) {
            flushWhenRead = true;
        } else {
            channel.flush();
        }
    }

    /** Bytes were read, and more may follow. */
    void reading() {
        reading = true;
    }

    /** All available bytes were read. */
    void readComplete() {
        reading = false;
        if (flushWhenRead) {
            flushWhenRead = false;
            channel.flush();
        }
    }
}
