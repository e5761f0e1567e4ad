package io.rbfly.protocol.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.protocol.Hex;
import io.rbfly.protocol.SampleChunks;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkCursorTest {
    private static final String MESSAGE_X = "00000001 78 ";
    private static final String MESSAGE_Y = " 00000001 79";

    private static Chunk chunk(String hex) {
        return Chunk.wrap(Hex.slice(Hex.bytes(hex)));
    }

    private static List<String> read(String hex) {
        return SampleChunks.read(chunk(hex));
    }

    private static void assertRefused(String hex, String message) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> read(hex))
                .withMessageStartingWith("malformed chunk: ")
                .withMessageContaining(message);
    }

    @Test
    void chunksOfBrokersAreRead() {
        assertThat(read(SampleChunks.PLAIN)).containsExactly("0=aa", "1=bbb");
        assertThat(read(SampleChunks.FILTERED)).containsExactly("0=eu1");
        assertThat(read(SampleChunks.TRAILED)).containsExactly("0=aaa", "1=bbb");
    }

    @Test
    void messagesOfABatchHaveOffsetsOfTheirOwn() {
        assertThat(read(SampleChunks.BATCH)).containsExactly("2=one", "3=two", "4=three");
    }

    @Test
    void batchesStandAmongMessages() {
        assertThat(read(SampleChunks.withData(4, 5, """
                        00000001 61                                            # a
                        80 0002 0000000a 0000000a 00000001 62 00000001 63      # batch of b and c
                        80 0001 00000004 00000004 00000000                     # batch of an empty message
                        00000001 64                                            # d
                        """))).containsExactly("0=a", "1=b", "2=c", "3=", "4=d");
    }

    @Test
    void emptyMessagesAndEmptyChunksAreRead() {
        assertThat(read(SampleChunks.withData(2, 2, "00000000 00000000"))).containsExactly("0=", "1=");
        assertThat(read(SampleChunks.withData(0, 0, ""))).isEmpty();
    }

    @Test
    void endIsToldAgain() {
        ChunkCursor cursor = new ChunkCursor(chunk(SampleChunks.FILTERED));
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.offset()).isZero();
    }

    @Test
    void messageIsToldByItsPlaceInTheArray() {
        Chunk chunk = chunk(SampleChunks.PLAIN);
        ChunkCursor cursor = new ChunkCursor(chunk);
        cursor.next();
        assertThat(cursor.position()).isEqualTo(chunk.dataPosition() + 4);
        assertThat(cursor.length()).isEqualTo(2);
        cursor.next();
        assertThat(cursor.position()).isEqualTo(chunk.dataPosition() + 10);
        assertThat(cursor.length()).isEqualTo(3);
    }

    @Test
    void offsetsAreUnsigned() {
        String largest = Hex.withLine(SampleChunks.PLAIN, "chunk id", "fffffffffffffffe");
        assertThat(read(largest)).containsExactly("18446744073709551614=aa", "18446744073709551615=bbb");
        String signChanges = Hex.withLine(SampleChunks.PLAIN, "chunk id", "7fffffffffffffff");
        assertThat(read(signChanges)).containsExactly("9223372036854775807=aa", "9223372036854775808=bbb");
    }

    @Test
    void bytesBehindTheDataAreNotRead() {
        assertThat(read(SampleChunks.PLAIN + "00000001 63")).containsExactly("0=aa", "1=bbb");
    }

    @ParameterizedTest
    @CsvSource({
        "0001, 1 messages missing",
        "0000, 2 messages missing",
        "0003, 1 entries missing",
        "ffff, 65533 entries missing"
    })
    void wrongCountOfEntriesIsRefused(String count, String message) {
        assertRefused(Hex.withLine(SampleChunks.PLAIN, "entries", count), message);
    }

    @ParameterizedTest
    @CsvSource({
        "00000001, more messages than the header's 1",
        "00000000, more messages than the header's 0",
        "00000003, 1 messages missing",
        "80000000, 2147483646 messages missing",
        "ffffffff, 4294967293 messages missing"
    })
    void wrongCountOfMessagesIsRefused(String count, String message) {
        assertRefused(Hex.withLine(SampleChunks.PLAIN, "messages", count), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000002", "00000004"})
    void wrongCountOfMessagesInBatchesIsRefused(String count) {
        assertRefused(Hex.withLine(SampleChunks.BATCH, "messages", count), "messages");
    }

    @Test
    void bytesBehindTheLastEntryAreRefused() {
        assertRefused(SampleChunks.withData(1, 1, "00000001 61 00"), "1 bytes left over");
        assertRefused(SampleChunks.withData(0, 0, "00000000"), "4 bytes left over");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000004", "00000100", "7fffffff"})
    void messagePastTheEndIsRefused(String length) {
        assertRefused(Hex.withLine(SampleChunks.PLAIN, "bbb", length + "626262"), "(expected: at most 3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0000", "000000"})
    void cutLengthIsRefused(String data) {
        assertRefused(SampleChunks.withData(1, 1, data), "entry cut");
    }

    @ParameterizedTest
    @CsvSource({"90, gzip", "a0, snappy", "b0, lz4", "c0, zstd", "d0, 5", "e0, 6", "f0, 7"})
    void compressedBatchIsAnErrorByItselfThatNamesTheCompression(String first, String name) {
        String batch = first + "0002 00000005 00000005 00000001 61";
        Chunk chunk = chunk(SampleChunks.withData(3, 4, MESSAGE_X + batch + MESSAGE_Y));
        ChunkCursor cursor = new ChunkCursor(chunk);
        assertThat(cursor.next()).isTrue();

        assertThatThrownBy(cursor::next)
                .isInstanceOfSatisfying(BatchException.class, error -> {
                    assertThat(error.compression()).isEqualTo(name);
                    assertThat(error.firstOffset()).isEqualTo(1);
                    assertThat(error.lastOffset()).isEqualTo(2);
                })
                .hasMessageContaining(name);
        assertThat(cursor.length()).isEqualTo(5);
        assertThat(SampleChunks.rest(chunk, cursor)).containsExactly("3=y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80 0002 00000005 00000005 00000001 61",
                "80 0002 00000000 00000000",
                "80 0002 00000005 00000005 00000002 61",
                "80 0002 0000000b 0000000b 00000001 61 00000001 62 00",
                "80 0002 00000015 00000015 00000001 61 80 0001 00000005 00000005 00000001 61",
                "80 0002 0000000a 0000000a 00000001 61 ffffffff 61",
                "80 0002 00000008 00000008 00000001 61 000000",
            })
    void batchWhoseMessagesDoNotFitItsDataIsAnErrorByItself(String batch) {
        Chunk chunk = chunk(SampleChunks.withData(3, 4, MESSAGE_X + batch + MESSAGE_Y));
        ChunkCursor cursor = new ChunkCursor(chunk);
        assertThat(cursor.next()).isTrue();

        assertThatThrownBy(cursor::next).isInstanceOfSatisfying(BatchException.class, error -> {
            assertThat(error.compression()).isNull();
            assertThat(error.firstOffset()).isEqualTo(1);
            assertThat(error.lastOffset()).isEqualTo(2);
        });
        assertThat(cursor.offset()).isEqualTo(2);
        assertThat(SampleChunks.rest(chunk, cursor)).containsExactly("3=y");
    }

    @Test
    void batchThatHasMoreMessagesThanTheChunkIsRefused() {
        assertRefused(SampleChunks.withData(1, 1, "80 ffff 00000005 00000005 00000001 61"), "more messages than");
    }

    @Test
    void batchOfNoMessagesIsPassedOver() {
        assertThat(read(SampleChunks.withData(1, 0, "80 0000 00000000 00000000")))
                .isEmpty();
        assertThat(read(SampleChunks.withData(3, 2, MESSAGE_X + "c0 0000 00000000 00000002 6162" + MESSAGE_Y)))
                .containsExactly("0=x", "1=y");
    }

    @Test
    void cutBatchIsRefused() {
        String batch = "8000010000000500000005";
        for (int digits = 2; digits < batch.length(); digits += 2) {
            assertRefused(SampleChunks.withData(1, 1, batch.substring(0, digits)), "batch cut");
        }
        assertRefused(SampleChunks.withData(1, 1, batch), "batch of 1 messages");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000006", "7fffffff", "80000000", "ffffffff"})
    void batchPastTheEndIsRefused(String size) {
        String batch = "80 0001 00000005" + size + "00000001 61";
        assertRefused(SampleChunks.withData(1, 1, batch), "(expected: at most 5 bytes)");
    }

    /** Only readers that ignore the length of the data find messages in these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "50000001000000010000017d1e5d8d10000000000000000100000000000000006b89e4ca0000000e0000000000000000"
                        + "0000000f005375a00a33323130303030313233",
                "50000002000000240000017d1ed9c7ca000000000000000100000000000003ce13420fcd000000180000000000000000"
                        + "0000000f005375a00a303030303030303036340000000f005375a00a30303030303030303635"
            })
    void chunkWithTooSmallALengthIsRefused(String hex) {
        chunk(hex).checkCrc();
        assertRefused(hex, "message of 15 bytes");
    }
}
