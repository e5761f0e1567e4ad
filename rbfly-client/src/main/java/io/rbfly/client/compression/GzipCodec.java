package io.rbfly.client.compression;

import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.compression.CompressionCodec;
import io.rbfly.client.api.compression.Compressor;
import io.rbfly.client.api.compression.Decompressor;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Gzip (RFC 1952) by the JDK: a header, a deflated stream and a checksum; when reading, several of these. */
final class GzipCodec implements CompressionCodec {
    private static final String NAME = "gzip";
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int TRAILER_LENGTH = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME_OF_FILE = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    @Override
    public Compression compression() {
        return Compression.GZIP;
    }

    @Override
    public Compressor compressor() {
        return new Writer();
    }

    @Override
    public Decompressor decompressor() {
        return new Reader();
    }

    private static final class Writer implements Compressor {
        private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        private final CRC32 crc = new CRC32();

        @Override
        public int maxCompressedLength(int length) {
            return HEADER.length + length + ((length + 7) >> 3) + ((length + 63) >> 6) + 16 + TRAILER_LENGTH;
        }

        @Override
        public int compress(byte[] plain, int position, int length, byte[] target, int at) {
            System.arraycopy(HEADER, 0, target, at, HEADER.length);
            int start = at + HEADER.length;
            deflater.reset();
            deflater.setInput(plain, position, length);
            deflater.finish();
            int end = start
                    + deflater.deflate(target, start, maxCompressedLength(length) - HEADER.length - TRAILER_LENGTH);
            if (!deflater.finished()) {
                throw new IllegalStateException("deflated bytes exceed their limit");
            }
            crc.reset();
            crc.update(plain, position, length);
            LittleEndian.setInt32(target, end, (int) crc.getValue());
            LittleEndian.setInt32(target, end + 4, length);
            return end + TRAILER_LENGTH - at;
        }

        @Override
        public void close() {
            deflater.end();
        }
    }

    private static final class Reader implements Decompressor {
        private final Inflater inflater = new Inflater(true);
        private final CRC32 crc = new CRC32();
        private final byte[] beyond = new byte[1];

        @Override
        public void decompress(byte[] data, int position, int length, byte[] target, int at, int plainLength) {
            int end = position + length;
            int filled = at;
            int next = position;
            while (next < end) {
                int start = passHeader(data, next, end);
                inflater.reset();
                inflater.setInput(data, start, end - start);
                int memberEnd = inflate(target, filled, at + plainLength, plainLength);
                int trailer = end - inflater.getRemaining();
                next = Malformed.pass(NAME, trailer, TRAILER_LENGTH, end);
                crc.reset();
                crc.update(target, filled, memberEnd - filled);
                if (LittleEndian.int32(data, trailer) != (int) crc.getValue()
                        || LittleEndian.int32(data, trailer + 4) != memberEnd - filled) {
                    throw Malformed.invalid(NAME, "wrong checksum");
                }
                filled = memberEnd;
            }
            if (filled != at + plainLength) {
                throw Malformed.length(NAME, plainLength);
            }
        }

        private int inflate(byte[] target, int from, int limit, int plainLength) {
            int filled = from;
            try {
                while (true) {
                    boolean full = filled == limit;
                    int more = full ? inflater.inflate(beyond, 0, 1) : inflater.inflate(target, filled, limit - filled);
                    if (full && more > 0) {
                        throw Malformed.length(NAME, plainLength);
                    }
                    filled += more;
                    if (inflater.finished()) {
                        return filled;
                    } else if (more == 0) {
                        throw Malformed.cut(NAME);
                    }
                }
            } catch (DataFormatException e) {
                throw Malformed.invalid(NAME, String.valueOf(e.getMessage()));
            }
        }

        private static int passHeader(byte[] data, int position, int end) {
            int at = Malformed.pass(NAME, position, HEADER.length, end);
            int flags = data[position + 3];
            if (data[position] != HEADER[0]
                    || data[position + 1] != HEADER[1]
                    || data[position + 2] != Deflater.DEFLATED
                    || (flags & RESERVED) != 0) {
                throw Malformed.invalid(NAME, "not a header");
            }
            if ((flags & EXTRA) != 0) {
                int extra = Malformed.pass(NAME, at, 2, end);
                at = Malformed.pass(NAME, extra, data[at] & 0xff | (data[at + 1] & 0xff) << 8, end);
            }
            at = (flags & NAME_OF_FILE) == 0 ? at : passString(data, at, end);
            at = (flags & COMMENT) == 0 ? at : passString(data, at, end);
            return (flags & HEADER_CHECKSUM) == 0 ? at : Malformed.pass(NAME, at, 2, end);
        }

        private static int passString(byte[] data, int position, int end) {
            int at = position;
            while (at < end && data[at] != 0) {
                at++;
            }
            return Malformed.pass(NAME, at, 1, end);
        }

        @Override
        public void close() {
            inflater.end();
        }
    }
}
