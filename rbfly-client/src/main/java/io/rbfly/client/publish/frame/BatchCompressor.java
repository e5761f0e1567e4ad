package io.rbfly.client.publish.frame;

import io.netty.buffer.ByteBuf;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.compression.Compressor;
import io.rbfly.protocol.frame.PublishFrame;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the batches of frames, one frame after the other. It keeps its context and an array. Used by one thread at
 * a time, and not by the event loop.
 */
public final class BatchCompressor {
    private static final System.Logger LOG = System.getLogger(BatchCompressor.class.getName());

    private final Compression compression;
    private final Compressor compressor;
    private byte[] compressed = {};
    private boolean failed;
    /** The sizes of the last frame, for that of the next. */
    private long lastPlain = 1;

    private long lastCompressed = 1;

    public BatchCompressor(Compression compression, Compressor compressor) {
        this.compression = compression;
        this.compressor = compressor;
    }

    /**
     * Returns a frame with compressed batches; those that do not become smaller remain as they are. So it is never
     * larger than the given one.
     *
     * @param frame in an array, with batches that are not compressed
     * @param end the end of its batches
     * @return null if there is no memory for it, so that the given one is sent
     */
    @Nullable
    ByteBuf compress(ByteBuf frame, int end, FrameBuffers buffers) {
        ByteBuf out = null;
        try {
            int likely = (int) Math.min(end, end * lastCompressed / lastPlain * 9 / 8 + OutgoingFrame.MIN_CAPACITY);
            out = buffers.take(likely);
            out.writeBytes(frame, 0, PublishFrame.HEADER_LENGTH);
            for (int batch = PublishFrame.HEADER_LENGTH; batch < end; ) {
                int length = PublishFrame.batchLength(frame, batch);
                int size = compress(frame, batch, length);
                if (size < length - PublishFrame.BATCH_HEADER_LENGTH) {
                    PublishFrame.writeCompressed(out, frame, batch, compression.code(), compressed, size);
                } else {
                    out.writeBytes(frame, batch, length);
                }
                batch += length;
            }
            lastPlain = end;
            lastCompressed = out.writerIndex();
            return out;
        } catch (OutOfMemoryError e) {
            if (out != null) {
                buffers.giveBack(out);
            }
            return null;
        }
    }

    /** Compresses the data of a batch; returns its compressed size, which is not smaller if that is impossible. */
    private int compress(ByteBuf frame, int batch, int length) {
        int size = length - PublishFrame.BATCH_HEADER_LENGTH;
        try {
            int most = compressor.maxCompressedLength(size);
            if (compressed.length < most) {
                compressed = new byte[most];
            }
            int data = frame.arrayOffset() + batch + PublishFrame.BATCH_HEADER_LENGTH;
            int result = compressor.compress(frame.array(), data, size, compressed, 0);
            if (result < 1 || result > compressed.length) {
                throw new IllegalStateException("compressed length: " + result + " (expected: 1 to " + compressed.length
                        + ", the length of the array)");
            }
            return result;
        } catch (Throwable e) { // of a library, or of a codec of the application
            if (!failed) {
                failed = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        compression + " failed; batches that cannot be compressed are sent without compression",
                        e);
            }
            return size;
        }
    }

    /** Releases the context. */
    public void close() {
        compressor.close();
    }
}
