package io.rbfly.client.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Offset;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Where a subscription resumes that was interrupted before it received anything. */
class ResumePointTest {
    private static final long STARTED = 10_000;
    private static final long OLD = 1_000;

    private static ResumePoint point(Offset start) {
        return new ResumePoint(start, () -> STARTED);
    }

    private static Chunk chunk(long offset, int messages) {
        return chunk(offset, messages, OLD);
    }

    private static Chunk chunk(long offset, int messages, long timestamp) {
        return Chunk.of(offset, timestamp, Collections.nCopies(messages, new byte[1]));
    }

    @Test
    void skipsTheLastChunkThatWasThereBeforeIt() {
        ResumePoint point = point(Offset.NEXT);
        point.lastBefore(3, true);
        point.settle();

        assertThat(point.spec()).isEqualTo(new OffsetSpec.At(4));
        assertThat(point.advance(chunk(3, 5))).isEqualTo(8);
        assertThat(point.advance(chunk(8, 2))).isEqualTo(8);
    }

    @Test
    void continuesInTheMiddleOfAChunkThatMayBeOfAStreamThatWasCreatedAgain() {
        ResumePoint point = point(Offset.NEXT);
        point.lastBefore(3, true);
        point.settle();

        assertThat(point.advance(chunk(0, 8, STARTED + 1_000))).isEqualTo(4);
        assertThat(point.advance(chunk(8, 2))).isEqualTo(8);
    }

    @Test
    void continuesInTheMiddleOfAChunkThatBeginsWhereTheLastOneBeforeItBegan() {
        ResumePoint point = point(Offset.NEXT);
        point.lastBefore(3, true);
        point.settle();
        point.advance(chunk(4, 2));

        assertThat(point.spec()).isEqualTo(new OffsetSpec.At(6));
        assertThat(point.advance(chunk(3, 5))).isEqualTo(6);
        assertThat(point.spec()).isEqualTo(new OffsetSpec.At(8));
    }

    @Test
    void readsAllOfAStreamThatWasCreatedAgain() {
        ResumePoint point = point(Offset.NEXT);
        point.lastBefore(3, true);
        point.settle();

        assertThat(point.advance(chunk(0, 2, STARTED + 1_001))).isEqualTo(0);
        assertThat(point.spec()).isEqualTo(new OffsetSpec.At(2));
        assertThat(point.advance(chunk(2, 1, STARTED + 1_002))).isEqualTo(2);
        assertThat(point.advance(chunk(3, 1, STARTED + 1_003))).isEqualTo(3);
    }

    @Test
    void readsAllOfAStreamThatWasCreatedAgainFromATimeOn() {
        ResumePoint point = point(Offset.timestamp(Instant.ofEpochMilli(500)));
        point.lastBefore(3, true);
        point.settle();

        assertThat(point.advance(chunk(0, 2, 500))).isEqualTo(0);
        assertThat(point.advance(chunk(2, 1, 501))).isEqualTo(2);
        assertThat(point.advance(chunk(3, 1, 502))).isEqualTo(3);
    }

    @Test
    void readsNothingBeforeATimeFromAReplicaThatLagsBehind() {
        ResumePoint point = point(Offset.timestamp(Instant.ofEpochMilli(500)));
        point.lastBefore(3, true);
        point.settle();

        assertThat(point.advance(chunk(0, 3, 499))).isEqualTo(3);
        assertThat(point.advance(chunk(3, 1, 499))).isEqualTo(4);
        assertThat(point.advance(chunk(4, 1, 499))).isEqualTo(4);
    }

    @Test
    void readsAllOfAChunkThatReplacedOneThatWasLostWithTheLeader() {
        ResumePoint point = point(Offset.NEXT);
        point.lastBefore(3, false);
        point.settle();

        assertThat(point.advance(chunk(2, 9))).isEqualTo(2);
    }

    @Test
    void readsAllChunksIfTheWholeStreamWasLostWithTheLeader() {
        ResumePoint point = point(Offset.NEXT);
        point.lastBefore(30, false);
        point.settle();

        assertThat(point.advance(chunk(0, 2))).isZero();
        assertThat(point.advance(chunk(2, 28))).isEqualTo(2);
        assertThat(point.advance(chunk(30, 2))).isEqualTo(30);
    }

    @Test
    void skipsALastChunkThatWasCommittedAfterItHadStarted() {
        ResumePoint point = point(Offset.NEXT);
        point.lastBefore(3, false);
        point.settle();

        assertThat(point.advance(chunk(3, 5))).isEqualTo(8);
    }

    @Test
    void readsAChunkWithTheSameIdThatReplacedOneThatWasLost() {
        ResumePoint point = point(Offset.NEXT);
        point.lastBefore(3, false);
        point.settle();

        assertThat(point.spec()).isEqualTo(new OffsetSpec.At(3));
        assertThat(point.advance(chunk(3, 1, STARTED + 1))).isEqualTo(3);
        assertThat(point.spec()).isEqualTo(new OffsetSpec.At(4));
    }

    @Test
    void readsOneWithTheSameIdThatMayHaveReplacedIt() {
        ResumePoint point = point(Offset.NEXT);
        point.lastBefore(3, false);
        point.settle();

        assertThat(point.advance(chunk(3, 5, STARTED - 500)))
                .as("clocks differ")
                .isEqualTo(3);
    }

    @Test
    void asksForATimeAgainIfTheLastChunkMayYetBeDelivered() {
        ResumePoint point = point(Offset.timestamp(Instant.ofEpochMilli(500)));
        point.lastBefore(3, false);
        point.settle();

        assertThat(point.spec()).isEqualTo(new OffsetSpec.Timestamp(500));
        assertThat(point.advance(chunk(0, 4))).isZero();
    }

    @Test
    void readsTheLastChunkThatIsCommittedOnlyAfterItHasStarted() {
        ResumePoint point = point(Offset.LAST);
        point.lastBefore(3, false);
        point.settle();

        assertThat(point.spec()).isEqualTo(new OffsetSpec.At(3));
        assertThat(point.advance(chunk(3, 5))).isEqualTo(3);
        assertThat(point.spec()).isEqualTo(new OffsetSpec.At(8));
    }

    @Test
    void startsAfterTheLastChunkIfTheTimeIsInTheFuture() {
        ResumePoint point = point(Offset.timestamp(Instant.ofEpochMilli(5000)));
        point.lastBefore(3, true);
        point.settle();

        assertThat(point.spec()).isEqualTo(new OffsetSpec.At(4));
    }
}
