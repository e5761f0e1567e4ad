package io.rbfly.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.Hex;
import io.rbfly.protocol.command.Publish;
import io.rbfly.protocol.command.Publish.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishFrameTest {
    private static void write(ByteBuf out, Publish publish) {
        int start = out.writerIndex();
        PublishFrame.begin(out);
        for (Entry each : publish.entries()) {
            int entry = PublishFrame.beginEntry(out, each.publishingId());
            out.writeBytes(each.message());
            assertThat(PublishFrame.endEntry(out, entry)).isEqualTo(each.message().length);
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
        PublishFrame.begin(out);
        assertThat(out.readableBytes()).isEqualTo(PublishFrame.HEADER_LENGTH);
        assertThat(PublishFrame.beginEntry(out, 1)).isEqualTo(PublishFrame.HEADER_LENGTH);
        assertThat(out.readableBytes()).isEqualTo(PublishFrame.HEADER_LENGTH + PublishFrame.ENTRY_HEADER_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void publisherIdOfMoreThanAByteIsRefused(int id) {
        ByteBuf out = Unpooled.buffer();
        PublishFrame.begin(out);
        assertThatIllegalArgumentException().isThrownBy(() -> PublishFrame.end(out, 0, id, 0));
    }
}
