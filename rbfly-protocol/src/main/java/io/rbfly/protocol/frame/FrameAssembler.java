package io.rbfly.protocol.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.wire.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into frames.
 *
 * <p>A frame that is whole in a buffer is passed on as a slice of it. One that comes in pieces is put together in an
 * array of its own, which its receiver may keep: so the bytes of a chunk are copied once in either case. Who gives that
 * array back to the {@link FrameArrays} saves the next frame another.
 *
 * <p>A size is checked against the limit before anything is allocated, and memory for a large frame grows with the
 * bytes that really came.
 */
public final class FrameAssembler {
    private static final int SIZE_LENGTH = 4;
    private static final int MIN_FRAME = 4;
    private static final int FIRST_ALLOCATION = 1 << 20;

    /**
     * Beyond that, a peer has to send an eighth of what it makes us allocate; a chunk of 30 MB is copied twice on its
     * way.
     */
    private static final int GROWTH = 8;

    private final FrameArrays arrays;
    private int frameLimit;
    private int sizeBytesRead;
    private int frameSize;
    private @Nullable ByteBuf partial;

    /** With the size of the largest frame that is accepted. */
    public FrameAssembler(int frameLimit) {
        this(frameLimit, new FrameArrays());
    }

    /** With the size of the largest frame that is accepted, and where arrays for frames come from. */
    public FrameAssembler(int frameLimit, FrameArrays arrays) {
        this.frameLimit = frameLimit;
        this.arrays = arrays;
    }

    /** Changes the size of the largest frame that is accepted, from the next frame on. */
    public void frameLimit(int limit) {
        this.frameLimit = limit;
    }

    /**
     * Takes bytes and passes on each frame that they complete. All of the bytes are read; the caller keeps the buffer.
     *
     * @throws ProtocolException when a size is not that of a frame; the assembler cannot be used any further then
     */
    public void accept(ByteBuf in, Sink sink) {
        while (in.isReadable()) {
            if (partial != null) {
                fill(partial, in, sink);
            } else if (readSize(in)) {
                if (in.readableBytes() >= frameSize) {
                    ByteBuf frame = in.readSlice(frameSize);
                    sizeBytesRead = 0;
                    sink.frame(frame, false);
                } else {
                    partial = begin();
                }
            }
        }
    }

    private ByteBuf begin() {
        byte[] array = frameSize <= FIRST_ALLOCATION ? arrays.take(frameSize) : arrays.poll(frameSize);
        return array != null ? Unpooled.wrappedBuffer(array).clear() : Unpooled.buffer(FIRST_ALLOCATION, frameSize);
    }

    private void fill(ByteBuf frame, ByteBuf in, Sink sink) {
        if (!frame.isWritable()) {
            frame.capacity((int) Math.min(frameSize, (long) GROWTH * frame.capacity()));
        }
        frame.writeBytes(
                in, Math.min(in.readableBytes(), Math.min(frame.writableBytes(), frameSize - frame.writerIndex())));
        if (frame.writerIndex() == frameSize) {
            partial = null;
            sizeBytesRead = 0;
            sink.frame(frame, true);
        }
    }

    /** Reads the size, which may come in pieces too. */
    private boolean readSize(ByteBuf in) {
        if (sizeBytesRead == 0 && in.readableBytes() >= SIZE_LENGTH) {
            frameSize = in.readInt();
            sizeBytesRead = SIZE_LENGTH;
        }
        while (sizeBytesRead < SIZE_LENGTH && in.isReadable()) {
            frameSize = frameSize << 8 | in.readUnsignedByte();
            sizeBytesRead++;
        }
        if (sizeBytesRead < SIZE_LENGTH) {
            return false;
        }
        if (frameSize < MIN_FRAME || frameSize > frameLimit) {
            throw new ProtocolException(
                    "frame of " + Integer.toUnsignedString(frameSize) + " bytes (expected: 4 to " + frameLimit + ")");
        }
        return true;
    }

    /** Receives frames. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes one frame.
         *
         * @param frame the frame without its size, valid during the call
         * @param owned whether its array may be kept beyond the call
         */
        void frame(ByteBuf frame, boolean owned);
    }
}
