package io.rbfly.client.compression;

import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.compression.CompressionCodec;
import io.rbfly.client.api.compression.Compressor;
import io.rbfly.client.api.compression.Decompressor;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * LZ4's frame format; the blocks are compressed by lz4-java.
 *
 * <pre>
 *   frame:  magic | flags uint8 | block size uint8 | plain size uint64, optional | header checksum uint8
 *           | [ block ] | 0 uint32 | checksum of the plain bytes uint32, optional
 *   block:  length uint32, top bit 1 if it is not compressed | bytes | checksum of the bytes uint32, optional
 * </pre>
 *
 * Frames are written with independent blocks of 64 KiB and without the optional parts; frames of all kinds are read.
 */
final class Lz4Codec implements CompressionCodec {
    private static final String NAME = "lz4";
    private static final byte[] EMPTY = {};
    /** Magic, flags for independent blocks, block size, and the checksum of flags and block size. */
    private static final byte[] HEADER = {0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, (byte) 0x82};

    private static final int MAGIC = 0x184d2204;
    private static final int SKIPPABLE_MAGIC = 0x184d2a50;
    private static final int SKIPPABLE_MASK = 0xfffffff0;
    private static final int BLOCK_LENGTH = 1 << 16;
    private static final int NOT_COMPRESSED = 0x80000000;
    private static final int VERSION_MASK = 0xc0;
    private static final int VERSION = 0x40;
    private static final int INDEPENDENT_BLOCKS = 0x20;
    private static final int BLOCK_CHECKSUMS = 0x10;
    private static final int CONTENT_SIZE = 0x08;
    private static final int CONTENT_CHECKSUM = 0x04;
    private static final int DICTIONARY = 0x01;

    private final LZ4Factory factory = LZ4Factory.fastestInstance();

    @Override
    public Compression compression() {
        return Compression.LZ4;
    }

    @Override
    public Compressor compressor() {
        return new Writer(factory.fastCompressor());
    }

    @Override
    public Decompressor decompressor() {
        return new Reader(
                factory.safeDecompressor(), XXHashFactory.fastestInstance().hash32());
    }

    private static final class Writer implements Compressor {
        private final LZ4Compressor blocks;

        Writer(LZ4Compressor blocks) {
            this.blocks = blocks;
        }

        @Override
        public int maxCompressedLength(int length) {
            int whole = length / BLOCK_LENGTH + 1;
            return HEADER.length + whole * 4 + length + blocks.maxCompressedLength(Math.min(length, BLOCK_LENGTH)) + 4;
        }

        @Override
        public int compress(byte[] plain, int position, int length, byte[] target, int at) {
            System.arraycopy(HEADER, 0, target, at, HEADER.length);
            int out = at + HEADER.length;
            int end = position + length;
            for (int from = position; from < end; from += BLOCK_LENGTH) {
                int size = Math.min(BLOCK_LENGTH, end - from);
                int most = blocks.maxCompressedLength(size);
                int written = blocks.compress(plain, from, size, target, out + 4, most);
                if (written < size) {
                    LittleEndian.setInt32(target, out, written);
                } else {
                    System.arraycopy(plain, from, target, out + 4, size);
                    LittleEndian.setInt32(target, out, size | NOT_COMPRESSED);
                    written = size;
                }
                out += 4 + written;
            }
            LittleEndian.setInt32(target, out, 0);
            return out + 4 - at;
        }
    }

    private static final class Reader implements Decompressor {
        private final LZ4SafeDecompressor blocks;
        private final XXHash32 hash;
        private final Frame frame = new Frame();

        Reader(LZ4SafeDecompressor blocks, XXHash32 hash) {
            this.blocks = blocks;
            this.hash = hash;
        }

        @Override
        public void decompress(byte[] data, int position, int length, byte[] target, int at, int plainLength) {
            frame.data = data;
            frame.next = position;
            frame.end = position + length;
            frame.target = target;
            frame.filled = at;
            frame.limit = at + plainLength;
            try {
                while (frame.next < frame.end) {
                    read();
                }
                if (frame.filled != frame.limit) {
                    throw Malformed.length(NAME, plainLength);
                }
            } finally {
                frame.data = EMPTY; // the arrays belong to others now
                frame.target = EMPTY;
            }
        }

        private void read() {
            int magic = frame.int32();
            if ((magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
                frame.pass(frame.int32());
                return;
            } else if (magic != MAGIC) {
                throw Malformed.invalid(NAME, "not a frame");
            }
            int descriptor = frame.pass(2);
            int flags = frame.data[descriptor];
            if ((flags & VERSION_MASK) != VERSION || (flags & DICTIONARY) != 0) {
                throw Malformed.invalid(NAME, "frame of another version, or with a dictionary");
            }
            frame.pass((flags & CONTENT_SIZE) == 0 ? 0 : 8);
            int checksum = frame.pass(1);
            if (frame.data[checksum] != (byte) (hash(frame.data, descriptor, checksum - descriptor) >> 8)) {
                throw Malformed.invalid(NAME, "wrong checksum of the header");
            }
            int start = frame.filled;
            for (int size = frame.int32(); size != 0; size = frame.int32()) {
                readBlock(size, flags, start);
            }
            if ((flags & CONTENT_CHECKSUM) != 0) {
                requireChecksum(frame.int32(), frame.target, start, frame.filled - start);
            }
        }

        private void readBlock(int size, int flags, int start) {
            int length = size & ~NOT_COMPRESSED;
            int from = frame.pass(length);
            int room = frame.limit - frame.filled;
            if ((flags & BLOCK_CHECKSUMS) != 0) {
                requireChecksum(frame.int32(), frame.data, from, length);
            }
            if (size < 0) {
                if (length > room) {
                    throw Malformed.invalid(NAME, "more bytes than the batch's header says");
                }
                System.arraycopy(frame.data, from, frame.target, frame.filled, length);
                frame.filled += length;
            } else if ((flags & INDEPENDENT_BLOCKS) != 0 || frame.filled == start) {
                try {
                    frame.filled += blocks.decompress(frame.data, from, length, frame.target, frame.filled, room);
                } catch (LZ4Exception e) {
                    throw Malformed.invalid(NAME, String.valueOf(e.getMessage()));
                }
            } else {
                frame.filled = Lz4LinkedBlock.decompress(
                        frame.data, from, length, frame.target, start, frame.filled, frame.limit);
            }
        }

        private void requireChecksum(int expected, byte[] array, int position, int length) {
            if (hash(array, position, length) != expected) {
                throw Malformed.invalid(NAME, "wrong checksum");
            }
        }

        private int hash(byte[] array, int position, int length) {
            return hash.hash(array, position, length, 0);
        }
    }

    /** Where reading is: one object for all frames. */
    private static final class Frame {
        byte[] data = EMPTY;
        int next;
        int end;
        byte[] target = EMPTY;
        int filled;
        int limit;

        /** Passes over a number of bytes; returns the index of the first one. */
        int pass(int length) {
            int start = next;
            next = Malformed.pass(NAME, start, length, end);
            return start;
        }

        int int32() {
            return LittleEndian.int32(data, pass(4));
        }
    }
}
