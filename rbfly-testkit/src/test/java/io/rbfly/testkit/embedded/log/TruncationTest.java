package io.rbfly.testkit.embedded.log;

import static io.rbfly.testkit.embedded.log.LogWriter.NEXT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TruncationTest {
    private final LogWriter writer = new LogWriter();
    private final StreamLog log = writer.log;

    @Test
    void removesWhatIsNotCommitted() {
        writer.messages(3);
        long bytes = log.bytes();
        writer.add("written");
        writer.write();
        writer.add("pending");
        log.truncate(0);
        assertThat(log.endIndex()).isEqualTo(1);
        assertThat(log.pendingEntries()).isZero();
        assertThat(log.resolve(NEXT)).isEqualTo(3);
        assertThat(log.bytes()).isEqualTo(bytes);
        writer.messages(1);
        assertThat(log.chunk(1).firstOffset()).as("the offset is used again").isEqualTo(3);
    }

    @Test
    void forgetsIdsAndOffsetsThatWereNotCommitted() {
        writer.addNamed("a", 1);
        log.storeOffset("app", 1);
        writer.commit();
        writer.addNamed("a", 2);
        log.storeOffset("app", 2);
        writer.write();
        writer.addNamed("a", 3);
        writer.addNamed("b", 1);
        log.truncate(0);
        assertThat(log.sequence("a")).hasValue(1);
        assertThat(log.sequence("b")).isEmpty();
        assertThat(log.storedOffset("app")).hasValue(1);
        assertThat(writer.addNamed("a", 2)).isTrue();
    }

    @Test
    void keepsTheWantedNumberOfChunksWithTheirIds() {
        writer.addNamed("a", 1);
        writer.commit();
        for (int id = 2; id <= 4; id++) {
            writer.addNamed("a", id);
            writer.write();
        }
        writer.addNamed("a", 5);
        log.truncate(2);
        assertThat(log.endIndex()).isEqualTo(3);
        assertThat(log.commitIndex()).isEqualTo(1);
        assertThat(log.sequence("a")).hasValue(3);
        assertThat(log.sequenceEnd("a")).isEqualTo(3);
        log.commit(3);
        log.truncate(0);
        assertThat(log.sequence("a")).hasValue(3);
    }

    @Test
    void keepsAllChunksIfThereAreFewer() {
        writer.add("m");
        writer.write();
        log.truncate(Integer.MAX_VALUE);
        assertThat(log.endIndex()).isEqualTo(1);
    }

    @Test
    void forgetsTheSnapshotOfASegmentThatWasNotCommitted() {
        LogWriter small = new LogWriter(new Retention(null, null, 1, 16));
        small.addNamed("a", 1);
        small.commit();
        small.addNamed("a", 2);
        small.write();
        assertThat(small.log.endIndex()).as("a snapshot and a message").isEqualTo(3);
        small.log.truncate(1);
        assertThat(small.log.sequence("a"))
                .as("the snapshot is older than the message")
                .hasValue(1);
        small.log.truncate(0);
        assertThat(small.log.endIndex()).isEqualTo(1);
        assertThat(small.addNamed("a", 2)).isTrue();
    }
}
