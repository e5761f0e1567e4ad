package io.rbfly.testkit.embedded.log;

import static io.rbfly.testkit.embedded.log.LogWriter.FIRST;
import static io.rbfly.testkit.embedded.log.LogWriter.NEXT;
import static io.rbfly.testkit.embedded.log.LogWriter.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final int CHUNK_BYTES = 48 + 5;

    private static LogWriter bySize(int maxChunks, int chunksInSegment) {
        return new LogWriter(
                new Retention((long) maxChunks * CHUNK_BYTES, null, (long) chunksInSegment * CHUNK_BYTES, 16));
    }

    private static LogWriter byAge(Duration maxAge, int chunksInSegment) {
        return new LogWriter(new Retention(null, maxAge, (long) chunksInSegment * CHUNK_BYTES, 16));
    }

    private static void chunks(LogWriter writer, int count) {
        for (int i = 0; i < count; i++) {
            writer.messages(1);
        }
    }

    @Test
    void keepsEverythingByDefault() {
        LogWriter writer = new LogWriter();
        chunks(writer, 100);
        assertThat(writer.log.firstIndex()).isZero();
    }

    @Test
    void deletesWholeSegmentsWhenOneBegins() {
        LogWriter writer = bySize(4, 2);
        chunks(writer, 4);
        assertThat(writer.log.firstIndex()).isZero();
        chunks(writer, 1);
        assertThat(writer.log.firstIndex()).isEqualTo(2);
        assertThat(writer.log.bytes()).isEqualTo(3 * CHUNK_BYTES);
        chunks(writer, 1);
        assertThat(writer.log.firstIndex()).as("within a segment").isEqualTo(2);
        chunks(writer, 1);
        assertThat(writer.log.firstIndex()).isEqualTo(4);
    }

    @Test
    void keepsTheLastSegmentHoweverLargeItIs() {
        LogWriter writer = bySize(1, 10);
        chunks(writer, 10);
        assertThat(writer.log.firstIndex()).isZero();
        chunks(writer, 1);
        assertThat(writer.log.firstIndex()).isEqualTo(10);
    }

    @Test
    void deletesByTheAgeOfTheLastChunkOfASegment() {
        LogWriter writer = byAge(Duration.ofSeconds(2), 2);
        chunks(writer, 4); // 1 s, 2 s | 3 s, 4 s
        chunks(writer, 1); // 5 s: the first segment is 3 s old
        assertThat(writer.log.firstIndex()).isEqualTo(2);
        chunks(writer, 2);
        assertThat(writer.log.firstIndex()).isEqualTo(4);
    }

    @Test
    void doesNotDeleteByAgeBeforeASegmentBegins() {
        LogWriter writer = byAge(Duration.ofSeconds(2), 10);
        chunks(writer, 2);
        writer.now += 1_000_000;
        chunks(writer, 2);
        assertThat(writer.log.firstIndex()).isZero();
    }

    @Test
    void doesNotDeleteWhatIsNotCommitted() {
        LogWriter writer = bySize(1, 1);
        for (int i = 0; i < 3; i++) {
            writer.add("m");
            writer.write();
        }
        assertThat(writer.log.firstIndex()).isZero();
        assertThat(writer.log.bytes()).isEqualTo(3 * CHUNK_BYTES);
        writer.log.commit(2);
        writer.add("m");
        writer.write();
        assertThat(writer.log.firstIndex()).isEqualTo(2);
        assertThat(writer.log.bytes()).isEqualTo(2 * CHUNK_BYTES);
    }

    @Test
    void startsSubscriptionsWithWhatIsLeft() {
        LogWriter writer = bySize(1, 1);
        chunks(writer, 3);
        assertThat(writer.log.find(FIRST)).isEqualTo(2);
        assertThat(writer.log.find(at(0))).isEqualTo(2);
        assertThat(writer.log.resolve(FIRST)).isEqualTo(2);
        assertThat(writer.log.resolve(NEXT)).isEqualTo(3);
        assertThatThrownBy(() -> writer.log.chunk(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void doesNotUseOffsetsAgainIfAllThatWasLeftIsLost() {
        LogWriter writer = bySize(1, 1);
        chunks(writer, 2);
        writer.add("lost");
        writer.write();
        assertThat(writer.log.firstIndex()).isEqualTo(2);
        writer.log.truncate(0);
        assertThat(writer.log.bytes()).isZero();
        assertThat(writer.log.resolve(NEXT)).isEqualTo(2);
        writer.messages(1);
        assertThat(writer.log.chunk(2).firstOffset()).isEqualTo(2);
    }

    @Test
    void measuresASegmentAgainAfterALoss() {
        LogWriter writer = byAge(Duration.ofSeconds(3), 2);
        chunks(writer, 1); // 1 s
        writer.now += 1_000_000;
        writer.add("lost");
        writer.write();
        writer.log.truncate(0);
        writer.now -= 1_001_000;
        chunks(writer, 2); // 2 s | 3 s
        writer.now += 3_000;
        chunks(writer, 2); // 7 s | 8 s: the first segment is 6 s old
        assertThat(writer.log.firstIndex()).isEqualTo(2);
    }
}
