package io.rbfly.benchmarks.compare.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.compression.Compressor;
import io.rbfly.client.compression.Codecs;
import io.rbfly.codec.amqp.AmqpCodec;
import io.rbfly.protocol.frame.PublishFrame;
import org.jspecify.annotations.Nullable;

/** Encodes Publish frames with batches. */
public final class BatchEncoder implements AutoCloseable {
    private final int batchSize;
    private final Compression compression;
    private final @Nullable Compressor compressor;
    private final ByteBuf out = Unpooled.buffer();
    private final ByteBuf plain = Unpooled.buffer();

    /** Creates an encoder for batches of a number of messages. */
    public BatchEncoder(int batchSize, Compression compression) {
        this.batchSize = batchSize;
        this.compression = compression;
        this.compressor = compression == Compression.NONE ? null : Codecs.compressor(compression);
    }

    /** Encodes messages with these bodies. The frame is valid until the next call. */
    public EncodedFrame encode(byte[][] bodies) {
        out.clear();
        PublishFrame.begin(out, 1);
        for (int first = 0; first < bodies.length; first += batchSize) {
            if (compressor == null) {
                batch(out, bodies, first);
            } else {
                plain.clear();
                compress(compressor, batch(plain, bodies, first));
            }
        }
        PublishFrame.end(out, 0, 0, bodies.length / batchSize);
        return EncodedFrame.ofBatches(out.nioBuffer(), batchSize, bodies.length);
    }

    private int batch(ByteBuf to, byte[][] bodies, int first) {
        int batch = PublishFrame.beginBatch(to);
        for (int i = first; i < first + batchSize; i++) {
            int entry = PublishFrame.beginMessage(to);
            AmqpCodec.encode(bodies[i], to);
            PublishFrame.endEntry(to, entry);
        }
        PublishFrame.endBatch(to, batch, first, batchSize);
        return batch;
    }

    private void compress(Compressor with, int batch) {
        int data = batch + PublishFrame.BATCH_HEADER_LENGTH;
        int length = plain.writerIndex() - data;
        byte[] compressed = new byte[with.maxCompressedLength(length)];
        int size = with.compress(plain.array(), plain.arrayOffset() + data, length, compressed, 0);
        PublishFrame.writeCompressed(out, plain, batch, compression.code(), compressed, size);
    }

    @Override
    public void close() {
        if (compressor != null) {
            compressor.close();
        }
    }
}
