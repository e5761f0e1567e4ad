package io.rbfly.testkit.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatisticsTest {
    private final LogWriter writer = new LogWriter();
    private final StreamLog log = writer.log;

    private void assertStatistics(long committedChunk, long committedOffset, long first, long last) {
        assertThat(log.statistics().values()).containsExactly(committedChunk, committedOffset, first, last);
    }

    @Test
    void haveTheNamesOfTheBroker() {
        assertThat(log.statistics().keySet())
                .containsExactly("committed_chunk_id", "committed_offset", "first_chunk_id", "last_chunk_id");
    }

    @Test
    void areMinusOneIfTheStreamIsEmpty() {
        assertStatistics(-1, -1, -1, -1);
        assertThat(log.committedChunkId()).as("of a delivery").isZero();
    }

    @Test
    void areOffsetsOfChunks() {
        writer.messages(10);
        writer.messages(10);
        assertStatistics(10, 19, 0, 10);
        assertThat(log.committedChunkId()).isEqualTo(10);
    }

    @Test
    void countStoredOffsets() {
        writer.offset("app", 7);
        assertStatistics(0, 0, 0, 0);
        writer.messages(3);
        assertStatistics(1, 3, 0, 1);
        writer.offset("app", 7);
        assertStatistics(4, 4, 0, 4);
        assertThat(log.committedChunkId()).isEqualTo(4);
    }

    @Test
    void showWhatIsNotCommittedAsTheLastChunkOnly() {
        writer.messages(3);
        writer.add("m");
        writer.write();
        log.storeOffset("app", 1);
        writer.write();
        assertStatistics(0, 2, 0, 4);
    }

    @Test
    void beginAfterWhatTheRetentionDeleted() {
        LogWriter small = new LogWriter(new Retention(100L, null, 1, 16));
        small.messages(5);
        small.messages(5);
        small.messages(5);
        assertThat(small.log.statistics().values()).containsExactly(10L, 14L, 10L, 10L);
    }
}
