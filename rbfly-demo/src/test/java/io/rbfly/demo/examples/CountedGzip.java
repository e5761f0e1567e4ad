package io.rbfly.demo.examples;

import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.compression.CompressionCodec;
import io.rbfly.client.api.compression.Compressor;
import io.rbfly.client.api.compression.Decompressor;
import java.util.concurrent.atomic.AtomicInteger;

/** The codec of the documentation, as a service of these tests. */
public final class CountedGzip implements CompressionCodec {
    static final AtomicInteger COMPRESSORS = new AtomicInteger();
    static final AtomicInteger DECOMPRESSORS = new AtomicInteger();

    private final CompressionCodec codec = new SmallestGzip();

    @Override
    public Compression compression() {
        return codec.compression();
    }

    @Override
    public Compressor compressor() {
        COMPRESSORS.incrementAndGet();
        return codec.compressor();
    }

    @Override
    public Decompressor decompressor() {
        DECOMPRESSORS.incrementAndGet();
        return codec.decompressor();
    }
}
