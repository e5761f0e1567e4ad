package io.rbfly.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.Hex;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.command.publishing.Publish.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishFrameTest {
    private static void write(ByteBuf out, Publish publish) {
        int start = out.writerIndex();
        PublishFrame.begin(out, publish.version());
        for (Entry each : publish.entries()) {
            int lengthAt = publish.version() == 1
                    ? PublishFrame.beginEntry(out, each.publishingId())
                    : PublishFrame.beginFilteredEntry(out, each.publishingId(), each.filterValue());
            out.writeBytes(each.message());
            assertThat(PublishFrame.endEntry(out, lengthAt)).isEqualTo(each.message().length);
        }
        PublishFrame.end(out, start, publish.publisherId(), publish.entries().size());
    }

    private static void assertSameAsRecord(Publish publish) {
        ByteBuf expected = Unpooled.buffer();
        FrameEncoder.encode(expected, publish);
        ByteBuf actual = Unpooled.buffer();
        write(actual, publish);
        Hex.assertBytes(ByteBufUtil.getBytes(actual), ByteBufUtil.getBytes(expected));
    }

    private static Entry entry(long publishingId, String hex) {
        return new Entry(publishingId, Hex.bytes(hex));
    }

    @Test
    void messagesAreWrittenAsByTheRecord() {
        assertSameAsRecord(new Publish(5, List.of(entry(0, "6161"), entry(1, "626262"))));
        assertSameAsRecord(new Publish(0, List.of()));
        assertSameAsRecord(new Publish(1, List.of(entry(7, ""), entry(8, "00"), entry(9, ""))));
        assertSameAsRecord(new Publish(1, List.of(new Entry(1, new byte[100_000]))));
    }

    @Test
    void largestIdsAreWrittenAsByTheRecord() {
        assertSameAsRecord(new Publish(255, List.of(entry(Long.MAX_VALUE, "61"), entry(Long.MIN_VALUE, "62"))));
        assertSameAsRecord(new Publish(255, List.of(entry(-1, "63"))));
    }

    @Test
    void frameIsWrittenBehindWhatIsThere() {
        ByteBuf out = Unpooled.buffer().writeBytes(Hex.bytes("cafe"));
        write(out, new Publish(5, List.of(entry(0, "6161"), entry(1, "626262"))));
        Hex.assertBytes(out, """
                cafe              # was there before
                00000026          # size
                0002 0001         # Publish, version 1
                05                # publisher id
                00000002          # entries
                0000000000000000  # publishing id
                00000002 6161     # message
                0000000000000001  # publishing id
                00000003 626262   # message
                """);
    }

    @Test
    void frameGetsTheIdOfAnotherConnection() {
        Publish publish = new Publish(5, List.of(entry(0, "6161"), entry(1, "626262")));
        ByteBuf out = Unpooled.buffer();
        write(out, publish);
        PublishFrame.end(out, 0, 200, 2);
        ByteBuf expected = Unpooled.buffer();
        write(expected, new Publish(200, publish.entries()));
        Hex.assertBytes(ByteBufUtil.getBytes(out), ByteBufUtil.getBytes(expected));
    }

    @Test
    void lengthsOfHeadersAreThoseWritten() {
        ByteBuf out = Unpooled.buffer();
        PublishFrame.begin(out, 1);
        assertThat(out.readableBytes()).isEqualTo(PublishFrame.HEADER_LENGTH);
        PublishFrame.beginEntry(out, 1);
        assertThat(out.readableBytes()).isEqualTo(PublishFrame.HEADER_LENGTH + PublishFrame.ENTRY_HEADER_LENGTH);
    }

    @Test
    void messagesWithFilterValuesAreWrittenAsByTheRecord() {
        assertSameAsRecord(new Publish(5, 2, List.of(filtered(3, "eu", "6d31"), filtered(4, null, "6d32"))));
        assertSameAsRecord(new Publish(5, 2, List.of(filtered(1, "", ""), filtered(2, "ä€", "61"))));
        assertSameAsRecord(new Publish(5, 2, List.of(filtered(-1, "x".repeat(65_534), "61"))));
    }

    @Test
    void filterValueThatIsNoStringIsRefused() {
        ByteBuf out = Unpooled.buffer();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublishFrame.beginFilteredEntry(out, 1, "x".repeat(65_535)))
                .withMessageContaining("at most 65534");
        assertThatIllegalArgumentException().isThrownBy(() -> PublishFrame.beginFilteredEntry(out, 1, "\ud800"));
    }

    @Test
    void entriesAreFoundByTheirLengths() {
        ByteBuf plain = Unpooled.buffer();
        write(plain, new Publish(5, List.of(entry(0, "6161"), entry(1, ""))));
        assertThat(PublishFrame.entryLength(plain, 13)).isEqualTo(14);
        assertThat(PublishFrame.entryLength(plain, 27)).isEqualTo(12);
        assertThat(PublishFrame.messageLength(plain, 13)).isEqualTo(2);

        ByteBuf filtered = Unpooled.buffer();
        write(
                filtered,
                new Publish(
                        5,
                        2,
                        List.of(
                                filtered(0, "eu", "6161"),
                                filtered(1, null, ""),
                                filtered(2, "", "61"),
                                filtered(3, "x".repeat(40_000), "61"))));
        assertThat(PublishFrame.entryLength(filtered, 13)).isEqualTo(18);
        assertThat(PublishFrame.entryLength(filtered, 31)).isEqualTo(14);
        assertThat(PublishFrame.entryLength(filtered, 45)).isEqualTo(15);
        assertThat(PublishFrame.entryLength(filtered, 60)).isEqualTo(40_015);
        assertThat(PublishFrame.messageLength(filtered, 13)).isEqualTo(2);
        assertThat(PublishFrame.messageLength(filtered, 31)).isZero();
        assertThat(PublishFrame.messageLength(filtered, 60)).isEqualTo(1);
    }

    private static Entry filtered(long publishingId, String filterValue, String hex) {
        return new Entry(publishingId, filterValue, Hex.bytes(hex));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void publisherIdOfMoreThanAByteIsRefused(int id) {
        ByteBuf out = Unpooled.buffer();
        PublishFrame.begin(out, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> PublishFrame.end(out, 0, id, 0));
    }
}
