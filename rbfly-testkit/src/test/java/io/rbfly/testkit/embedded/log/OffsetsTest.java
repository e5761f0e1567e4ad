package io.rbfly.testkit.embedded.log;

import static io.rbfly.testkit.embedded.log.LogWriter.FIRST;
import static io.rbfly.testkit.embedded.log.LogWriter.LAST;
import static io.rbfly.testkit.embedded.log.LogWriter.NEXT;
import static io.rbfly.testkit.embedded.log.LogWriter.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.protocol.command.subscribing.OffsetSpec;
import org.junit.jupiter.api.Test;

class OffsetsTest {
    private final LogWriter writer = new LogWriter();
    private final StreamLog log = writer.log;

    private void fiveChunksOfTen() {
        for (int i = 0; i < 5; i++) {
            writer.messages(10);
        }
    }

    private static OffsetSpec since(long timestamp) {
        return new OffsetSpec.Timestamp(timestamp);
    }

    @Test
    void findsTheChunkOfEachSpecification() {
        fiveChunksOfTen();
        assertThat(log.find(FIRST)).isZero();
        assertThat(log.find(LAST)).isEqualTo(4);
        assertThat(log.find(NEXT)).isEqualTo(5);
        assertThat(log.find(at(0))).isZero();
        assertThat(log.find(at(9))).isZero();
        assertThat(log.find(at(10))).isEqualTo(1);
        assertThat(log.find(at(49))).isEqualTo(4);
        assertThat(log.find(at(50))).isEqualTo(5);
        assertThat(log.find(at(1_000))).isEqualTo(5);
    }

    @Test
    void takesOffsetsAsUnsigned() {
        fiveChunksOfTen();
        assertThat(log.find(at(-1))).isEqualTo(5);
        assertThat(log.resolve(at(Long.MIN_VALUE))).isEqualTo(50);
    }

    @Test
    void resolvesAsABrokerDoes() {
        fiveChunksOfTen();
        assertThat(log.resolve(FIRST)).isZero();
        assertThat(log.resolve(LAST)).isEqualTo(40);
        assertThat(log.resolve(NEXT)).isEqualTo(50);
        assertThat(log.resolve(at(15))).isEqualTo(10);
        assertThat(log.resolve(at(49))).isEqualTo(40);
        assertThat(log.resolve(at(50))).isEqualTo(50);
        assertThat(log.resolve(at(1_000))).isEqualTo(50);
    }

    @Test
    void resolvesTimestamps() {
        fiveChunksOfTen();
        long second = log.chunk(1).chunk().timestamp();
        assertThat(log.resolve(since(0))).isZero();
        assertThat(log.resolve(since(second))).isEqualTo(10);
        assertThat(log.resolve(since(second + 1))).isEqualTo(20);
        assertThat(log.resolve(since(Long.MAX_VALUE))).isEqualTo(50);
        assertThat(log.resolve(since(-1))).isZero();
    }

    @Test
    void findsTimestampsThatWentBack() {
        writer.messages(1);
        writer.now -= 10_000;
        writer.messages(1);
        assertThat(log.find(since(log.chunk(0).chunk().timestamp()))).isZero();
    }

    @Test
    void startsAtZeroInAnEmptyStream() {
        for (OffsetSpec spec : new OffsetSpec[] {FIRST, LAST, NEXT, at(0), at(7), since(0), since(1)}) {
            assertThat(log.find(spec)).isZero();
            assertThat(log.resolve(spec)).isZero();
        }
    }

    @Test
    void skipsAStoredOffsetAfterTheLastMessage() {
        fiveChunksOfTen();
        writer.offset("app", 3);
        assertThat(log.resolve(NEXT)).isEqualTo(51);
        assertThat(log.resolve(LAST)).isEqualTo(40);
        assertThat(log.resolve(at(50))).as("the chunk of the stored offset").isEqualTo(50);
    }

    @Test
    void hasNoLastChunkIfThereAreOnlyStoredOffsets() {
        writer.offset("app", 3);
        assertThat(log.resolve(FIRST)).isZero();
        assertThat(log.resolve(LAST)).isEqualTo(1);
        assertThat(log.resolve(at(0))).isZero();
        assertThat(log.resolve(at(5))).isEqualTo(1);
    }

    @Test
    void countsMessagesThatAreNotCommittedYet() {
        writer.messages(3);
        writer.add("m");
        writer.add("m");
        writer.write();
        assertThat(log.resolve(LAST)).isEqualTo(3);
        assertThat(log.resolve(NEXT)).isEqualTo(5);
        assertThat(log.resolve(at(4))).isEqualTo(3);
        assertThat(log.find(NEXT))
                .as("what is committed later was written before")
                .isEqualTo(2);
        assertThat(log.find(at(1_000))).isEqualTo(2);
    }

    @Test
    void countsTheMessagesOfBatches() {
        writer.addBatch(100);
        writer.commit();
        writer.messages(1);
        assertThat(log.resolve(at(99))).isZero();
        assertThat(log.resolve(at(100))).isEqualTo(100);
    }
}
