package io.rbfly.protocol.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.wire.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of bytes into frames.
 *
 * <p>A frame that is completely in a buffer is passed on as a slice of it. A frame that arrives in parts is assembled
 * in an array of its own, which its receiver may retain, so the bytes of a chunk are copied once in both cases. If the
 * receiver gives the array back to the {@link FrameArrays}, a later frame reuses it.
 *
 * <p>A size is checked against the limit before anything is allocated, and the memory for a large frame grows with the
 * bytes that were received.
 */
public final class FrameAssembler {
    private static final int SIZE_LENGTH = 4;
    private static final int MIN_FRAME = 4;
    private static final int FIRST_ALLOCATION = 1 << 20;

    /**
     * The growth factor of the memory for a large frame: a peer has to send an eighth of the memory that it causes to
     * be allocated. A chunk of 30 MB is copied twice.
     */
    private static final int GROWTH = 8;

    private final FrameArrays arrays;
    private final int smallest;
    private int frameLimit;
    private boolean ended;
    private int sizeBytesRead;
    private int frameSize;
    private @Nullable ByteBuf partial;

    /** Creates an assembler that accepts frames up to a size. */
    public FrameAssembler(int frameLimit) {
        this(frameLimit, new FrameArrays());
    }

    /** Creates an assembler that accepts frames up to a size and takes their arrays from a pool. */
    public FrameAssembler(int frameLimit, FrameArrays arrays) {
        this(frameLimit, arrays, MIN_FRAME);
    }

    private FrameAssembler(int frameLimit, FrameArrays arrays, int smallest) {
        this.frameLimit = frameLimit;
        this.arrays = arrays;
        this.smallest = smallest;
    }

    /**
     * Creates an assembler for a broker: it also passes on frames that are too short for a key and a version, which
     * brokers answer.
     */
    public static FrameAssembler forBroker(int frameLimit) {
        return new FrameAssembler(frameLimit, new FrameArrays(), 0);
    }

    /** Changes the maximum size of frames, starting with the next frame. */
    public void frameLimit(int limit) {
        this.frameLimit = limit;
    }

    /**
     * Reads bytes and passes on each frame that they complete. All readable bytes are read; the caller still owns the
     * buffer.
     *
     * @throws ProtocolException if a size is not valid for a frame; the assembler must not be used afterwards
     */
    public void accept(ByteBuf in, Sink sink) {
        while (in.isReadable()) {
            if (ended) {
                in.skipBytes(in.readableBytes());
            } else if (partial != null) {
                fill(partial, in, sink);
            } else if (readSize(in, sink)) {
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

    /** Reads the size, which may also arrive in parts. */
    private boolean readSize(ByteBuf in, Sink sink) {
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
        if (frameSize < smallest && frameSize >= 0) {
            throw outOfRange(frameSize, frameLimit);
        }
        ended = Integer.compareUnsigned(frameSize, frameLimit) > 0;
        if (ended) {
            sink.tooLarge(frameSize, frameLimit);
        }
        return !ended;
    }

    private static ProtocolException outOfRange(int size, int limit) {
        return new ProtocolException(
                "frame of " + Integer.toUnsignedString(size) + " bytes (expected: 4 to " + limit + ")");
    }

    /** Receives frames. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes one frame.
         *
         * @param frame the frame without its size, valid during the call
         * @param owned whether its array may be retained after the call
         */
        void frame(ByteBuf frame, boolean owned);

        /**
         * A frame is larger than the limit. If this returns, all further bytes are ignored.
         *
         * @param size the unsigned size of the frame
         */
        default void tooLarge(int size, int limit) {
            throw outOfRange(size, limit);
        }
    }
}
