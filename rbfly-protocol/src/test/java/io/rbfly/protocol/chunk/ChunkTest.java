package io.rbfly.protocol.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.Hex;
import io.rbfly.protocol.SampleChunks;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkTest {
    private static Chunk chunk(String hex) {
        return Chunk.read(Hex.buffer(hex));
    }

    private static void assertRefused(ByteBuf in, String message) {
        int index = in.readerIndex();
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Chunk.read(in))
                .withMessageContaining(message);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Chunk.wrap(in))
                .withMessageContaining(message);
        assertThat(in.readerIndex()).isEqualTo(index);
    }

    @Test
    void headerIsRead() {
        Chunk chunk = chunk(SampleChunks.BATCH);
        assertThat(chunk.type()).isEqualTo(Chunk.USER_TYPE);
        assertThat(chunk.entryCount()).isEqualTo(1);
        assertThat(chunk.messageCount()).isEqualTo(3);
        assertThat(chunk.timestamp()).isEqualTo(0x1a2056eede2L);
        assertThat(chunk.chunkId()).isEqualTo(2);
        assertThat(chunk.dataLength()).isEqualTo(34);
        assertThat(chunk.epoch()).isEqualTo(1);
        assertThat(chunk.crc()).isEqualTo(0x6cc495f5);
        assertThat(chunk.trailerLength()).isZero();
        assertThat(chunk.filterSize()).isZero();
        assertThat(chunk).hasToString("Chunk[id=2, messages=3, length=34]");
    }

    @Test
    void largestNumbersAreUnsigned() {
        Chunk chunk = chunk("50 02 ffff ffffffff ffffffffffffffff ffffffffffffffff ffffffffffffffff"
                + "00000000 00000000 ffffffff ff ffffff");
        assertThat(chunk.type()).isEqualTo(2);
        assertThat(chunk.entryCount()).isEqualTo(65_535);
        assertThat(Integer.toUnsignedLong(chunk.messageCount())).isEqualTo(0xffffffffL);
        assertThat(chunk.timestamp()).isEqualTo(-1);
        assertThat(Integer.toUnsignedLong(chunk.trailerLength())).isEqualTo(0xffffffffL);
        assertThat(chunk.filterSize()).isEqualTo(255);
        assertThat(chunk).hasToString("Chunk[id=18446744073709551615, messages=4294967295, length=0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {SampleChunks.PLAIN, SampleChunks.BATCH, SampleChunks.FILTERED, SampleChunks.TRAILED})
    void checksumsOfBrokersAreRight(String hex) {
        assertThatCode(() -> chunk(hex).checkCrc()).doesNotThrowAnyException();
        assertThatCode(() -> Chunk.wrap(Hex.slice(Hex.bytes(hex))).checkCrc()).doesNotThrowAnyException();
    }

    @Test
    void changedDataDoesNotHaveTheChecksum() {
        Chunk chunk = chunk(Hex.withLine(SampleChunks.PLAIN, "bbb", "00000003 626263"));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(chunk::checkCrc)
                .withMessageMatching("CRC-32 0x[0-9a-f]{8} \\(expected: 0xf1491a8c\\)");
    }

    @Test
    void changedChecksumIsNoticed() {
        Chunk chunk = chunk(Hex.withLine(SampleChunks.PLAIN, "CRC", "f1491a8d"));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(chunk::checkCrc)
                .withMessage("CRC-32 0xf1491a8c (expected: 0xf1491a8d)");
    }

    @Test
    void checksumCoversNeitherHeaderNorBytesBehindTheData() {
        String otherHeader = Hex.withLine(SampleChunks.PLAIN, "timestamp", "0000000000000000");
        assertThatCode(() -> chunk(otherHeader + "ffff").checkCrc()).doesNotThrowAnyException();
    }

    @Test
    void cutChunkIsRefused() {
        byte[] bytes = Hex.bytes(SampleChunks.PLAIN);
        for (int length = 0; length < bytes.length; length++) {
            assertRefused(Hex.slice(Arrays.copyOf(bytes, length)), "chunk");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "05", "40", "51", "60", "d0", "ff"})
    void otherMagicOrVersionIsRefused(String first) {
        String hex = Hex.withLine(SampleChunks.PLAIN, "magic 5, version 0", first);
        assertRefused(Hex.buffer(hex), "(expected: 0x50)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000000e", "7fffffff", "80000000", "ffffffff"})
    void dataLongerThanTheFrameIsRefused(String length) {
        String hex = Hex.withLine(SampleChunks.PLAIN, "data length", length);
        assertRefused(Hex.slice(Hex.bytes(hex)), "(expected: at most the 13 that are left)");
    }

    @Test
    void readingCopiesAndWrappingDoesNot() {
        ByteBuf in = Hex.slice(Hex.bytes(SampleChunks.PLAIN));
        Chunk wrapped = Chunk.wrap(in.duplicate());
        Chunk read = Chunk.read(in.duplicate());
        assertThat(wrapped.array()).isSameAs(in.array());
        assertThat(read.array()).isNotSameAs(in.array());
        in.setZero(0, in.capacity());
        assertThat(SampleChunks.read(read)).containsExactly("0=aa", "1=bbb");
    }

    @ParameterizedTest
    @ValueSource(strings = {SampleChunks.PLAIN, SampleChunks.BATCH, SampleChunks.FILTERED, SampleChunks.TRAILED})
    void messagesAreTheSameReadAndWrapped(String hex) {
        ByteBuf in = Hex.slice(Hex.bytes("010203" + hex + "0405"));
        assertThat(in.arrayOffset()).isPositive();
        in.skipBytes(3);
        Chunk wrapped = Chunk.wrap(in.duplicate());
        assertThat(wrapped.dataPosition()).isEqualTo(in.arrayOffset() + 3 + 48);
        assertThat(SampleChunks.read(wrapped)).isEqualTo(SampleChunks.read(Chunk.read(in)));
        Hex.assertBytes(in, "0405");
    }

    @Test
    void chunkIsReadFromADirectBuffer() {
        ByteBuf in = Unpooled.directBuffer().writeBytes(Hex.bytes(SampleChunks.PLAIN));
        try {
            assertThat(SampleChunks.read(Chunk.read(in))).containsExactly("0=aa", "1=bbb");
            assertThat(in.refCnt()).isEqualTo(1);
        } finally {
            in.release();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SampleChunks.PLAIN, SampleChunks.BATCH, SampleChunks.FILTERED, SampleChunks.TRAILED})
    void chunkIsWrittenAsItCame(String hex) {
        ByteBuf out = Unpooled.buffer();
        Chunk.wrap(Hex.slice(Hex.bytes(hex))).write(out);
        Hex.assertBytes(out, hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {SampleChunks.PLAIN, SampleChunks.BATCH, SampleChunks.FILTERED, SampleChunks.TRAILED})
    void headerIsWrittenWithoutTheData(String hex) {
        Chunk chunk = chunk(hex);
        ByteBuf out = Unpooled.buffer();
        chunk.writeHeader(out);
        assertThat(out.readableBytes()).isEqualTo(48);
        out.writeBytes(chunk.array(), chunk.dataPosition(), chunk.dataLength());
        Hex.assertBytes(out, hex);
    }

    @Test
    void chunkOfABrokerHasItsChecksumAndWhatItAnnounces() {
        byte[] data = Hex.bytes("00000003 616161 00000003 626262");
        Chunk trailed = Chunk.of(new Chunk.Header(0, 2, 2, 0x1a205624c37L, 1, 0, 14, 0), data);
        assertThat(trailed.array()).isSameAs(data);
        assertThat(trailed.crc()).isEqualTo(0x8cb4fcbb);
        assertThat(trailed.trailerLength()).isEqualTo(14);
        assertThat(trailed.filterSize()).isZero();
        ByteBuf out = Unpooled.buffer();
        trailed.write(out);
        Hex.assertBytes(out, SampleChunks.TRAILED);

        out.clear();
        Chunk.of(new Chunk.Header(0, 1, 1, 0x1a205632082L, 1, 0, 0, 16), Hex.bytes("00000003 657531"))
                .write(out);
        Hex.assertBytes(out, SampleChunks.FILTERED);
    }

    @Test
    void numbersBeyondTheirFieldsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Chunk.Header(256, 0, 0, 0, 0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Chunk.Header(0, 65_536, 0, 0, 0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Chunk.Header(0, 0, 0, 0, 0, 0, 0, 256));
        assertThatIllegalArgumentException().isThrownBy(() -> new Chunk.Header(-1, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void newChunkHasTheBytesOfABroker() {
        ByteBuf out = Unpooled.buffer();
        Chunk.of(0, 0x1a2056eed19L, SampleChunks.messages("aa", "bbb")).write(out);
        Hex.assertBytes(out, SampleChunks.PLAIN);
    }

    @Test
    void newChunkOfNothingIsReadBack() {
        ByteBuf out = Unpooled.buffer();
        Chunk.of(7, 0, List.of()).write(out);
        Chunk chunk = Chunk.read(out);
        chunk.checkCrc();
        assertThat(SampleChunks.read(chunk)).isEmpty();
    }

    @Test
    void newChunkHasAtMostTheMessagesThatItsHeaderCanCount() {
        List<byte[]> messages = Collections.nCopies(65_535, new byte[0]);
        ByteBuf out = Unpooled.buffer();
        Chunk.of(0, 0, messages).write(out);
        assertThat(SampleChunks.read(Chunk.read(out))).hasSize(65_535);
        assertThatIllegalArgumentException().isThrownBy(() -> Chunk.of(0, 0, Collections.nCopies(65_536, new byte[0])));
    }
}
