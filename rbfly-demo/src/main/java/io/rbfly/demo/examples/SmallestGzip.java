package io.rbfly.demo.examples;

import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.compression.CompressionCodec;
import io.rbfly.client.api.compression.Compressor;
import io.rbfly.client.api.compression.Decompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** GZIP at its highest level, in place of the client's own. */
public final class SmallestGzip implements CompressionCodec {
    @Override
    public Compression compression() {
        return Compression.GZIP;
    }

    @Override
    public Compressor compressor() {
        return new Compressor() {
            @Override
            public int maxCompressedLength(int length) {
                return length + length / 1_000 + 64;
            }

            @Override
            public int compress(byte[] plain, int position, int length, byte[] target, int at) {
                var compressed = new ByteArrayOutputStream();
                try (OutputStream gzip = new HighestLevel(compressed)) {
                    gzip.write(plain, position, length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e); // not in memory
                }
                System.arraycopy(compressed.toByteArray(), 0, target, at, compressed.size());
                return compressed.size();
            }
        };
    }

    @Override
    public Decompressor decompressor() {
        return (data, position, length, target, at, plainLength) -> {
            try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(data, position, length))) {
                if (plain.readNBytes(target, at, plainLength) != plainLength || plain.read() >= 0) {
                    throw new IllegalArgumentException("not " + plainLength + " bytes");
                }
            } catch (IOException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        };
    }

    private static final class HighestLevel extends GZIPOutputStream {
        HighestLevel(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
