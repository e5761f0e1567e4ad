package io.rbfly.testkit.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.protocol.chunk.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChunksTest {
    private final LogWriter writer = new LogWriter();
    private final StreamLog log = writer.log;

    private Chunk chunk(long index) {
        return log.chunk(index).chunk();
    }

    @Test
    void hasItsEntriesInOrderAndTheirChecksum() {
        writer.add("aa");
        writer.add("bbb");
        writer.commit();
        Chunk chunk = chunk(0);
        byte[] data =
                Arrays.copyOfRange(chunk.array(), chunk.dataPosition(), chunk.dataPosition() + chunk.dataLength());
        assertThat(new String(data, StandardCharsets.ISO_8859_1)).isEqualTo("\0\0\0\2aa\0\0\0\3bbb");
        assertThat(chunk.crc()).as("as the worked example of the protocol").isEqualTo(0xf1491a8c);
        assertThatCode(chunk::checkCrc).doesNotThrowAnyException();
    }

    @Test
    void hasTheTimeAndTheTermInWhichItWasWritten() {
        writer.now = 41_000;
        writer.epoch = 7;
        writer.messages(1);
        assertThat(chunk(0).timestamp()).isEqualTo(42_000);
        assertThat(chunk(0).epoch()).isEqualTo(7);
    }

    @Test
    void countsTheMessagesOfBatchesOneByOne() {
        writer.add("m");
        writer.addBatch(5);
        writer.add("m");
        writer.commit();
        assertThat(chunk(0).entryCount()).isEqualTo(3);
        assertThat(chunk(0).messageCount()).isEqualTo(7);
        writer.messages(1);
        assertThat(chunk(1).chunkId()).isEqualTo(7);
    }

    @Test
    void countsTheEntriesOfTheNextChunk() {
        writer.add("m");
        writer.addBatch(5);
        assertThat(log.pendingEntries()).isEqualTo(2);
        writer.write();
        assertThat(log.pendingEntries()).isZero();
    }

    @Test
    void announcesTheTrailerOfANamedPublisher() {
        writer.addNamed("ref1", 1);
        writer.addNamed("ref1", 2);
        writer.commit();
        assertThat(chunk(0).trailerLength())
                .as("one record: type, length, name, id")
                .isEqualTo(14);
        writer.messages(1);
        assertThat(chunk(1).trailerLength()).isZero();
    }

    @Test
    void storesOffsetsInTheTrailerIfItHasMessages() {
        writer.addNamed("żółw", 1);
        log.storeOffset("app", 5);
        writer.commit();
        assertThat(log.endIndex()).isEqualTo(1);
        assertThat(chunk(0).trailerLength()).isEqualTo(10 + 7 + 10 + 3);
    }

    @Test
    void announcesAFilterOnlyIfAMessageHasAFilterValue() {
        writer.addFiltered("m", "eu");
        writer.addFiltered("m", null);
        writer.commit();
        writer.addFiltered("m", "");
        writer.commit();
        assertThat(chunk(0).filterSize()).isEqualTo(16);
        assertThat(chunk(1).filterSize()).isZero();
        assertThat(log.chunk(1).hasUnfiltered()).isTrue();
    }

    @Test
    void announcesTheFilterSizeOfTheStream() {
        LogWriter other = new LogWriter(new Retention(null, null, 1_000, 100));
        other.addFiltered("m", "eu");
        other.commit();
        assertThat(other.log.chunk(0).chunk().filterSize()).isEqualTo(100);
    }

    @Test
    void usesUpAnOffsetIfItOnlyTracks() {
        writer.messages(2);
        writer.offset("app", 1);
        writer.messages(1);
        assertThat(log.chunk(1).isUserChunk()).isFalse();
        assertThat(chunk(1).type()).isEqualTo(1);
        assertThat(chunk(1).chunkId()).isEqualTo(2);
        assertThat(chunk(1).entryCount()).isEqualTo(1);
        assertThat(chunk(1).dataLength()).isEqualTo(4 + 10 + 3);
        assertThat(chunk(2).chunkId()).isEqualTo(3);
    }

    @Test
    void isNotWrittenWithoutEntries() {
        writer.write();
        assertThat(log.endIndex()).isZero();
    }

    @Test
    void cannotBeReadBeforeItIsCommitted() {
        writer.messages(1);
        writer.add("m");
        writer.write();
        assertThat(log.endIndex()).isEqualTo(2);
        assertThat(log.commitIndex()).isEqualTo(1);
        assertThatThrownBy(() -> log.chunk(1)).isInstanceOf(IndexOutOfBoundsException.class);
        log.commit(2);
        assertThat(log.chunk(1).firstOffset()).isEqualTo(1);
    }

    @Test
    void countsItsMemory() {
        writer.add("aa");
        writer.commit();
        assertThat(log.bytes()).isEqualTo(48 + 6);
        writer.addNamed("ref1", 1);
        writer.commit();
        assertThat(log.bytes()).isEqualTo(48 + 6 + 48 + 5 + 14);
    }
}
