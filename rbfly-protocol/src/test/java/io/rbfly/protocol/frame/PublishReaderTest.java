package io.rbfly.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.Hex;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishReaderTest {
    private static final String MESSAGES = """
            05                # publisher id
            00000002          # count
            0000000000000000  # publishing id
            00000002 6161     # aa
            0000000000000001  # publishing id
            00000003 626262   # bbb
            """;

    private static final String FILTERED = """
            05                # publisher id
            00000002          # count
            0000000000000003  # publishing id
            0002 6575         # filter value: eu
            00000002 6d31     # m1
            0000000000000004  # publishing id
            ffff              # no filter value
            00000002 6d32     # m2
            """;

    private static final String MIXED = """
            00                         # publisher id
            00000004                   # count
            000000000000001e           # publishing id
            00000001 61                # a
            000000000000001f           # publishing id
            80 0003 00000017 00000017  # batch of 3
            00000003 6f6e65 00000003 74776f 00000005 7468726565
            0000000000000020           # publishing id
            00000001 62                # b
            0000000000000021           # publishing id
            80 0002 0000000e 0000000e  # batch of 2
            00000003 6f6e65 00000003 74776f
            """;

    private static final String GZIP = """
            00                         # publisher id
            00000001                   # count
            0000000000000014           # publishing id
            90 0003 00000017 00000028  # batch of 3, gzip
            1f8b080000000000020363606060cecf4b65005225e5f9408ab524a328351500b474ee3117000000
            """;

    private static PublishReader reader(String hex, int version) {
        return new PublishReader(Hex.slice(Hex.bytes(hex)), version);
    }

    /** The bytes of the entry that a chunk stores. */
    private static String entry(ByteBuf body, PublishReader reader) {
        return Hex.dump(ByteBufUtil.getBytes(body, reader.entryPosition(), reader.entryLength()));
    }

    private static void assertEntry(ByteBuf body, PublishReader reader, String hex) {
        assertThat(entry(body, reader)).isEqualTo(Hex.dump(Hex.bytes(hex)));
    }

    /** Publishing ids of the entries. */
    private static List<Long> ids(PublishReader reader) {
        List<Long> ids = new ArrayList<>();
        while (reader.next()) {
            ids.add(reader.publishingId());
        }
        return ids;
    }

    @Test
    void messagesAreRead() {
        ByteBuf body = Hex.slice(Hex.bytes(MESSAGES));
        PublishReader reader = new PublishReader(body, 1);
        assertThat(reader.publisherId()).isEqualTo(5);
        assertThat(reader.declaredCount()).isEqualTo(2);
        assertThat(reader.next()).isTrue();
        assertThat(reader.publishingId()).isZero();
        assertThat(reader.filterValue()).isNull();
        assertThat(reader.isBatch()).isFalse();
        assertThat(reader.messageCount()).isEqualTo(1);
        assertThat(reader.compression()).isZero();
        assertThat(reader.uncompressedSize()).isEqualTo(2);
        assertThat(reader.dataSize()).isEqualTo(2);
        assertEntry(body, reader, "00000002 6161");
        assertThat(reader.next()).isTrue();
        assertThat(reader.publishingId()).isEqualTo(1);
        assertThat(reader.dataSize()).isEqualTo(3);
        assertEntry(body, reader, "00000003 626262");
        assertThat(reader.next()).isFalse();
        assertThat(reader.next()).isFalse();
    }

    @Test
    void filterValuesAreRead() {
        ByteBuf body = Hex.slice(Hex.bytes(FILTERED));
        PublishReader reader = new PublishReader(body, 2);
        assertThat(reader.next()).isTrue();
        assertThat(reader.publishingId()).isEqualTo(3);
        assertThat(reader.filterValue()).isEqualTo("eu");
        assertEntry(body, reader, "00000002 6d31");
        assertThat(reader.next()).isTrue();
        assertThat(reader.publishingId()).isEqualTo(4);
        assertThat(reader.filterValue()).isNull();
        assertEntry(body, reader, "00000002 6d32");
        assertThat(reader.next()).isFalse();
    }

    @Test
    void emptyFilterValueIsNone() {
        PublishReader reader = reader(Hex.withLine(FILTERED, "filter value", "0000"), 2);
        assertThat(reader.next()).isTrue();
        assertThat(reader.filterValue()).isNull();
        assertThat(reader.dataSize()).isEqualTo(2);
    }

    @Test
    void filterValueThatIsNoTextIsReplaced() {
        PublishReader reader = reader(Hex.withLine(FILTERED, "filter value", "0003 61ff62"), 2);
        assertThat(reader.next()).isTrue();
        assertThat(reader.filterValue()).isEqualTo("a\ufffdb");
        reader = reader(Hex.withLine(FILTERED, "filter value", "0004 c3a9c3a8"), 2);
        assertThat(reader.next()).isTrue();
        assertThat(reader.filterValue()).isEqualTo("éè");
    }

    @Test
    void messagesAndBatchesAreRead() {
        ByteBuf body = Hex.slice(Hex.bytes(MIXED));
        PublishReader reader = new PublishReader(body, 1);
        assertThat(reader.next()).isTrue();
        assertThat(reader.isBatch()).isFalse();
        assertThat(reader.next()).isTrue();
        assertThat(reader.publishingId()).isEqualTo(31);
        assertThat(reader.isBatch()).isTrue();
        assertThat(reader.messageCount()).isEqualTo(3);
        assertThat(reader.compression()).isZero();
        assertThat(reader.uncompressedSize()).isEqualTo(0x17);
        assertThat(reader.dataSize()).isEqualTo(0x17);
        assertEntry(body, reader, "80 0003 00000017 00000017 00000003 6f6e65 00000003 74776f 00000005 7468726565");
        assertThat(reader.next()).isTrue();
        assertThat(reader.isBatch()).isFalse();
        assertThat(reader.messageCount()).isEqualTo(1);
        assertEntry(body, reader, "00000001 62");
        assertThat(reader.next()).isTrue();
        assertThat(reader.publishingId()).isEqualTo(33);
        assertThat(reader.messageCount()).isEqualTo(2);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void compressedBatchIsNotTouched() {
        PublishReader reader = reader(GZIP, 1);
        assertThat(reader.next()).isTrue();
        assertThat(reader.compression()).isEqualTo(1);
        assertThat(reader.messageCount()).isEqualTo(3);
        assertThat(reader.uncompressedSize()).isEqualTo(23);
        assertThat(reader.dataSize()).isEqualTo(40);
        assertThat(reader.entryLength()).isEqualTo(51);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void batchIsReadWhateverItDeclares() {
        ByteBuf body = Hex.slice(Hex.bytes("00 00000001 ffffffffffffffff ff ffff ffffffff 00000000"));
        PublishReader reader = new PublishReader(body, 1);
        assertThat(reader.next()).isTrue();
        assertThat(reader.publishingId()).isEqualTo(-1);
        assertThat(reader.compression()).isEqualTo(7);
        assertThat(reader.messageCount()).isEqualTo(65_535);
        assertThat(Integer.toUnsignedLong(reader.uncompressedSize())).isEqualTo(0xffffffffL);
        assertThat(reader.dataSize()).isZero();
        assertEntry(body, reader, "ff ffff ffffffff 00000000");

        reader = reader("00 00000001 0000000000000000 80 0000 00000000 00000000", 1);
        assertThat(reader.next()).isTrue();
        assertThat(reader.messageCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "00000001", "00000003", "ffffffff"})
    void countIsIgnored(String count) {
        PublishReader reader = reader(Hex.withLine(MESSAGES, "count", count), 1);
        assertThat(reader.declaredCount()).isEqualTo(Integer.parseUnsignedInt(count, 16));
        assertThat(ids(reader)).containsExactly(0L, 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void frameMayHaveNoEntries(int version) {
        PublishReader reader = reader("ff 00000000", version);
        assertThat(reader.publisherId()).isEqualTo(255);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void emptyMessageIsRead() {
        PublishReader reader = reader("00 00000001 0000000000000000 00000000", 1);
        assertThat(reader.next()).isTrue();
        assertThat(reader.dataSize()).isZero();
        assertThat(reader.entryLength()).isEqualTo(4);
    }

    @Test
    void bufferStaysAsItIs() {
        ByteBuf body = Unpooled.wrappedBuffer(Hex.bytes("0002 0001" + MESSAGES)).skipBytes(4);
        assertThat(ids(new PublishReader(body, 1))).containsExactly(0L, 1L);
        assertThat(body.readerIndex()).isEqualTo(4);
        assertThat(ids(new PublishReader(body, 1))).containsExactly(0L, 1L);
    }

    @Test
    void entriesAreReadFromADirectBuffer() {
        ByteBuf direct = Unpooled.directBuffer().writeBytes(Hex.bytes(FILTERED));
        try {
            PublishReader reader = new PublishReader(direct, 2);
            assertThat(reader.next()).isTrue();
            assertThat(reader.filterValue()).isEqualTo("eu");
        } finally {
            direct.release();
        }
    }

    @Test
    void cutHeaderIsRefused() {
        for (String hex : List.of("", "00", "00 000000")) {
            assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> reader(hex, 1));
        }
    }

    @Test
    void cutEntryIsRefusedAfterThoseBeforeIt() {
        assertCutIsRefused(MESSAGES, 1, 5, 19);
        assertCutIsRefused(FILTERED, 2, 5, 23);
        assertCutIsRefused(MIXED, 1, 5, 18, 60, 73);
        assertCutIsRefused(GZIP, 1, 5);
    }

    /** Parts that end with an entry are whole frames. */
    private static void assertCutIsRefused(String hex, int version, Integer... ends) {
        byte[] bytes = Hex.bytes(hex);
        for (int length = 5; length < bytes.length; length++) {
            PublishReader reader = new PublishReader(Hex.slice(Arrays.copyOf(bytes, length)), version);
            if (List.of(ends).contains(length)) {
                ids(reader);
            } else {
                assertThatExceptionOfType(ProtocolException.class)
                        .as("the first %d bytes", length)
                        .isThrownBy(() -> ids(reader));
                assertThatExceptionOfType(ProtocolException.class).isThrownBy(reader::next);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7fffffff 61", // message
                "80 0001 00000001 80000000 61", // batch
                "80 0001 00000001 ffffffff 61",
                "80 0001 00000001 00000002 61"
            })
    void sizeBeyondTheFrameIsRefused(String entry) {
        PublishReader reader = reader("00 00000001 0000000000000000" + entry, 1);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(reader::next);
    }

    @Test
    void batchWithFilterValueIsRefused() {
        PublishReader reader = reader(FILTERED + "0000000000000005 0000 80 0001 00000004 00000004 00000000", 2);
        assertThat(reader.next()).isTrue();
        assertThat(reader.next()).isTrue();
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(reader::next)
                .withMessageStartingWith("batch at index");
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(reader::next);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void otherVersionIsRefused(int version) {
        assertThatIllegalArgumentException().isThrownBy(() -> reader(MESSAGES, version));
    }
}
