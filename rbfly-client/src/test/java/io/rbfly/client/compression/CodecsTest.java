package io.rbfly.client.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.compression.Compressor;
import io.rbfly.client.api.compression.Decompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed bytes of all kinds that clients write, what the client writes, and what nobody should write. */
class CodecsTest {
    private static final int MARGIN = 7;
    private static final byte FILLER = 0x55;

    record Vector(String name, Compression compression, int messages, int plainLength, byte[] data) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Batches that the official client reads; see the names for how they were made. */
    static Stream<Vector> vectors() throws IOException {
        try (InputStream in = CodecsTest.class.getResourceAsStream("/batches/made-batches.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(" "))
                    .map(fields -> new Vector(
                            fields[0],
                            Compression.values()[Integer.parseInt(fields[1])],
                            Integer.parseInt(fields[2]),
                            Integer.parseInt(fields[3]),
                            HexFormat.of().parseHex(fields[4])));
        }
    }

    private static byte[] decompress(Compression compression, byte[] data, int plainLength) {
        byte[] target = new byte[MARGIN + plainLength + MARGIN];
        Arrays.fill(target, FILLER);
        byte[] shifted = new byte[data.length + 2 * MARGIN];
        System.arraycopy(data, 0, shifted, MARGIN, data.length);
        try (Decompressor decompressor = Codecs.decompressor(compression)) {
            decompressor.decompress(shifted, MARGIN, data.length, target, MARGIN, plainLength);
            return Arrays.copyOfRange(target, MARGIN, MARGIN + plainLength);
        } finally {
            for (int i = 0; i < MARGIN; i++) {
                assertThat(target[i]).as("nothing is written before the part").isEqualTo(FILLER);
                assertThat(target[MARGIN + plainLength + i])
                        .as("nothing is written after the part")
                        .isEqualTo(FILLER);
            }
        }
    }

    private static byte[] compress(Compressor compressor, byte[] plain) {
        byte[] shifted = new byte[plain.length + 2 * MARGIN];
        System.arraycopy(plain, 0, shifted, MARGIN, plain.length);
        byte[] target = new byte[MARGIN + compressor.maxCompressedLength(plain.length)];
        int length = compressor.compress(shifted, MARGIN, plain.length, target, MARGIN);
        return Arrays.copyOfRange(target, MARGIN, MARGIN + length);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatOtherClientsWriteIsRead(Vector vector) {
        byte[] plain = decompress(vector.compression, vector.data, vector.plainLength);

        ByteBuffer left = ByteBuffer.wrap(plain);
        List<String> messages = new ArrayList<>();
        while (left.hasRemaining()) {
            byte[] message = new byte[left.getInt()];
            left.get(message);
            messages.add(new String(message, 5, message.length - 5, StandardCharsets.UTF_8));
        }
        assertThat(messages).hasSize(vector.messages);
        assertThat(messages.get(0)).startsWith("message number 0 of the batch");
        assertThat(messages.get(vector.messages - 1)).startsWith("message number " + (vector.messages - 1));
    }

    @Test
    void linkedBlocksAreRead() {
        byte[] plain = new byte[256 * 513];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) i;
        }
        byte[] block = linkedBlock(65_536);
        byte[] last = linkedBlock(plain.length - 2 * 65_536);
        byte[] first = firstBlock();
        byte[] frame = concat(
                HexFormat.of().parseHex("04224d184040" + lz4HeaderChecksum()),
                length(first),
                first,
                length(block),
                block,
                length(last),
                last,
                new byte[4]);

        assertThat(decompress(Compression.LZ4, frame, plain.length)).isEqualTo(plain);
    }

    /** The first block: 256 literals, and copies of them at a distance of 256. */
    private static byte[] firstBlock() {
        byte[] literals = new byte[256];
        for (int i = 0; i < 256; i++) {
            literals[i] = (byte) i;
        }
        return concat(
                new byte[] {(byte) 0xff, (byte) (256 - 15)},
                literals,
                new byte[] {0, 1},
                more(65_536 - 256 - 5 - 4 - 15),
                ending());
    }

    /** A block that begins with copies of bytes of the one before it. */
    private static byte[] linkedBlock(int length) {
        return concat(new byte[] {0x0f, 0, 1}, more(length - 5 - 4 - 15), ending());
    }

    /** The last five bytes of a block are literals. */
    private static byte[] ending() {
        return new byte[] {0x50, (byte) 251, (byte) 252, (byte) 253, (byte) 254, (byte) 255};
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] more(int length) {
        byte[] more = new byte[length / 255 + 1];
        Arrays.fill(more, (byte) 255);
        more[more.length - 1] = (byte) (length % 255);
        return more;
    }

    private static byte[] length(byte[] block) {
        return new byte[] {(byte) block.length, (byte) (block.length >> 8), 0, 0};
    }

    private static String lz4HeaderChecksum() {
        int hash = XXHashFactory.safeInstance().hash32().hash(new byte[] {0x40, 0x40}, 0, 2, 0);
        return HexFormat.of().toHexDigits((byte) (hash >> 8));
    }

    private static byte[] text(int length) {
        return "a message like many others, "
                .repeat(length / 28 + 1)
                .substring(0, length)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new SplittableRandom(7).nextBytes(noise);
        return noise;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void whatIsWrittenIsReadAgainWithTheSameContexts(Compression compression) {
        try (Compressor compressor = Codecs.compressor(compression)) {
            for (int length : new int[] {1, 4, 100, 65_535, 65_536, 65_537, 200_000}) {
                byte[] text = text(length);
                byte[] data = compress(compressor, text);
                assertThat(decompress(compression, data, length)).isEqualTo(text);
                assertThat(compress(compressor, text))
                        .as("the same bytes again")
                        .isEqualTo(data);
                byte[] noise = noise(length);
                assertThat(decompress(compression, compress(compressor, noise), length))
                        .isEqualTo(noise);
            }
            assertThat(compress(compressor, text(10_000)).length).isLessThan(1_000);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void moreOrLessThanDeclaredIsMalformed(Compression compression) {
        try (Compressor compressor = Codecs.compressor(compression)) {
            byte[] data = compress(compressor, text(1_000));
            for (int declared : new int[] {999, 1_001, 4, 100_000}) {
                assertThatThrownBy(() -> decompress(compression, data, declared))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip-two-members-3", "snappy-hand-3", "lz4-checksums-3", "zstd-ctx-checksum-3"})
    void damageIsNoticedAndNothingIsWrittenElsewhere(String name) throws IOException {
        Vector vector =
                vectors().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
        byte[] plain = decompress(vector.compression, vector.data, vector.plainLength);
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = vector.data.clone();
            int last = random.nextInt(data.length) + 1;
            for (int j = random.nextInt(4); j >= 0; j--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt();
            }
            byte[] cut = random.nextBoolean() ? data : Arrays.copyOf(data, last);
            try {
                assertThat(decompress(vector.compression, cut, vector.plainLength))
                        .isEqualTo(plain);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining(vector.compression.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void noiseIsMalformed(Compression compression) {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            assertThatThrownBy(() -> decompress(compression, noise, 100)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
