package io.rbfly.client.compression;

import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.compression.CompressionCodec;
import io.rbfly.client.api.compression.Compressor;
import io.rbfly.client.api.compression.Decompressor;
import java.util.zip.CRC32C;

/**
 * Snappy's framing format: an identifier, then chunks of at most 64 KiB of plain bytes, each of them compressed by
 * snappy-java or not.
 *
 * <pre>
 *   chunk:  type uint8 | length uint24 | masked CRC-32C of the plain bytes | bytes
 * </pre>
 */
final class SnappyCodec implements CompressionCodec {
    private static final String NAME = "snappy";
    private static final byte[] IDENTIFIER = {(byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};
    private static final int HEADER_LENGTH = 4;
    private static final int CHECKSUM_LENGTH = 4;
    private static final int MAX_PLAIN = 1 << 16;
    private static final int COMPRESSED = 0;
    private static final int PLAIN = 1;
    private static final int IDENTIFIER_TYPE = 0xff;
    private static final int FIRST_SKIPPABLE = 0x80;

    private final SnappyLibrary library = SnappyLibrary.load();

    @Override
    public Compression compression() {
        return Compression.SNAPPY;
    }

    @Override
    public Compressor compressor() {
        return new Writer(library);
    }

    @Override
    public Decompressor decompressor() {
        return new Reader(library);
    }

    private static int masked(CRC32C checksum, byte[] plain, int position, int length) {
        checksum.reset();
        checksum.update(plain, position, length);
        int crc = (int) checksum.getValue();
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private static final class Writer implements Compressor {
        private final SnappyLibrary library;
        private final CRC32C checksum = new CRC32C();

        Writer(SnappyLibrary library) {
            this.library = library;
        }

        @Override
        public int maxCompressedLength(int length) {
            int chunks = length / MAX_PLAIN + 1;
            return IDENTIFIER.length
                    + chunks * (HEADER_LENGTH + CHECKSUM_LENGTH)
                    + length
                    + library.maxCompressedLength(Math.min(length, MAX_PLAIN));
        }

        @Override
        public int compress(byte[] plain, int position, int length, byte[] target, int at) {
            System.arraycopy(IDENTIFIER, 0, target, at, IDENTIFIER.length);
            int out = at + IDENTIFIER.length;
            int end = position + length;
            for (int from = position; from < end; from += MAX_PLAIN) {
                int size = Math.min(MAX_PLAIN, end - from);
                int data = out + HEADER_LENGTH + CHECKSUM_LENGTH;
                int written = library.compress(plain, from, size, target, data);
                boolean worthwhile = written < size - size / 8;
                if (!worthwhile) {
                    System.arraycopy(plain, from, target, data, size);
                    written = size;
                }
                target[out] = (byte) (worthwhile ? COMPRESSED : PLAIN);
                LittleEndian.setUint24(target, out + 1, CHECKSUM_LENGTH + written);
                LittleEndian.setInt32(target, out + HEADER_LENGTH, masked(checksum, plain, from, size));
                out = data + written;
            }
            return out - at;
        }
    }

    private static final class Reader implements Decompressor {
        private final SnappyLibrary library;
        private final CRC32C checksum = new CRC32C();

        Reader(SnappyLibrary library) {
            this.library = library;
        }

        @Override
        public void decompress(byte[] data, int position, int length, byte[] target, int at, int plainLength) {
            int end = position + length;
            int limit = at + plainLength;
            int filled = at;
            int next = position;
            while (next < end) {
                int start = Malformed.pass(NAME, next, HEADER_LENGTH, end);
                int type = data[next] & 0xff;
                next = Malformed.pass(NAME, start, LittleEndian.uint24(data, next + 1), end);
                if (type == COMPRESSED || type == PLAIN) {
                    int from = Malformed.pass(NAME, start, CHECKSUM_LENGTH, next);
                    int size = type == PLAIN ? next - from : library.plainLength(data, from, next - from);
                    if (size < 0 || size > MAX_PLAIN || size > limit - filled) {
                        throw Malformed.length(NAME, plainLength);
                    }
                    if (type == PLAIN) {
                        System.arraycopy(data, from, target, filled, size);
                    } else {
                        library.decompress(data, from, next - from, target, filled);
                    }
                    if (LittleEndian.int32(data, start) != masked(checksum, target, filled, size)) {
                        throw Malformed.invalid(NAME, "wrong checksum");
                    }
                    filled += size;
                } else if (type < FIRST_SKIPPABLE) {
                    throw Malformed.invalid(NAME, "chunk of unknown type " + type);
                } else if (type == IDENTIFIER_TYPE) {
                    requireIdentifier(data, start, next);
                }
            }
            if (filled != limit) {
                throw Malformed.length(NAME, plainLength);
            }
        }

        private static void requireIdentifier(byte[] data, int start, int end) {
            boolean equal = end - start == IDENTIFIER.length - HEADER_LENGTH;
            for (int i = start; equal && i < end; i++) {
                equal = data[i] == IDENTIFIER[HEADER_LENGTH + i - start];
            }
            if (!equal) {
                throw Malformed.invalid(NAME, "wrong identifier");
            }
        }
    }
}
