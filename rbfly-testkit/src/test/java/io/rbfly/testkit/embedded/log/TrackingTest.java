package io.rbfly.testkit.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrackingTest {
    private static final long SEGMENT_BYTES = 10_000;

    private final LogWriter writer = new LogWriter(new Retention(SEGMENT_BYTES, null, SEGMENT_BYTES, 16));
    private final StreamLog log = writer.log;

    /** Fills a segment, so that the next chunk begins another. */
    private void fillSegment() {
        writer.add("m".repeat((int) SEGMENT_BYTES));
        writer.commit();
    }

    @Test
    void refusesIdsThatANamedPublisherHasPassed() {
        assertThat(writer.addNamed("a", 5)).isTrue();
        assertThat(writer.addNamed("a", 5)).isFalse();
        assertThat(writer.addNamed("a", 4)).isFalse();
        assertThat(writer.addNamed("a", 6)).isTrue();
        assertThat(writer.addNamed("b", 1)).isTrue();
        writer.commit();
        assertThat(log.chunk(0).chunk().messageCount()).isEqualTo(3);
        assertThat(writer.addNamed("a", 6)).isFalse();
    }

    @Test
    void acceptsZeroAsTheFirstId() {
        assertThat(writer.addNamed("a", 0)).isTrue();
        assertThat(writer.addNamed("a", 0)).isFalse();
    }

    @Test
    void comparesIdsAsUnsigned() {
        assertThat(writer.addNamed("a", Long.MAX_VALUE)).isTrue();
        assertThat(writer.addNamed("a", Long.MIN_VALUE)).isTrue();
        assertThat(writer.addNamed("a", -1)).isTrue();
        assertThat(writer.addNamed("a", 1)).isFalse();
        assertThat(log.sequence("a")).hasValue(-1);
    }

    @Test
    void knowsSequencesAndOffsetsAtOnce() {
        assertThat(log.sequence("a")).isEmpty();
        assertThat(log.storedOffset("app")).isEmpty();
        writer.addNamed("a", 5);
        log.storeOffset("app", 3);
        assertThat(log.sequence("a")).hasValue(5);
        assertThat(log.storedOffset("app")).hasValue(3);
    }

    @Test
    void letsALowerOffsetReplaceAHigherOne() {
        writer.offset("app", 9);
        writer.offset("app", 4);
        assertThat(log.storedOffset("app")).hasValue(4);
    }

    @Test
    void saysWhichCommitConfirmsADuplicate() {
        assertThat(log.sequenceEnd("a")).isZero();
        writer.addNamed("a", 1);
        writer.commit();
        writer.addNamed("a", 2);
        assertThat(log.sequenceEnd("a")).as("the last chunk of the publisher").isEqualTo(2);
        writer.write();
        assertThat(log.endIndex()).isEqualTo(2);
    }

    @Test
    void beginsASegmentWithEverythingThatIsTracked() {
        writer.addNamed("a", 1);
        log.storeOffset("app", 3);
        writer.commit();
        fillSegment();
        writer.addNamed("a", 2);
        writer.addNamed("a", 3);
        assertThat(log.sequenceEnd("a")).isEqualTo(4);
        writer.commit();
        assertThat(log.chunk(2).chunk().type()).as("snapshot").isEqualTo(2);
        assertThat(log.chunk(2).firstOffset()).isEqualTo(2);
        assertThat(log.chunk(3).firstOffset()).as("it used up an offset").isEqualTo(3);
        assertThat(log.chunk(3).chunk().messageCount()).isEqualTo(2);
        assertThat(log.sequence("a")).hasValue(3);
        assertThat(log.storedOffset("app")).hasValue(3);
    }

    @Test
    void beginsASegmentWithAMessageIfNothingIsTracked() {
        fillSegment();
        writer.messages(1);
        assertThat(log.chunk(1).isUserChunk()).isTrue();
    }

    @Test
    void remembersAllPublishersUntilASegmentIsFull() {
        for (int i = 0; i < 300; i++) {
            writer.addNamed("p" + i, 1);
        }
        writer.commit();
        assertThat(log.sequence("p0")).hasValue(1);
    }

    @Test
    void remembersTheLast255PublishersWhenASegmentBegins() {
        for (int i = 0; i < 256; i++) {
            writer.addNamed("p" + i, 1);
            writer.commit();
        }
        writer.addNamed("p0", 2);
        writer.commit();
        fillSegment();
        assertThat(log.sequence("p1")).hasValue(1);
        writer.messages(1);
        assertThat(log.sequence("p1")).as("the one that was silent for longest").isEmpty();
        assertThat(log.sequence("p0")).hasValue(2);
        assertThat(log.sequence("p2")).hasValue(1);
        assertThat(writer.addNamed("p1", 1)).isTrue();
    }

    @Test
    void dropsOffsetsThatTheRetentionHasOvertakenWhenASegmentBegins() {
        writer.messages(5);
        writer.offset("old", 1);
        writer.offset("new", 1_000);
        fillSegment();
        writer.messages(1);
        assertThat(log.firstIndex()).as("the first segment is deleted").isEqualTo(4);
        assertThat(log.storedOffset("old")).as("until the next one begins").hasValue(1);
        fillSegment();
        writer.messages(1);
        assertThat(log.storedOffset("old")).isEmpty();
        assertThat(log.storedOffset("new")).hasValue(1_000);
    }

    @Test
    void doesNotLimitTheNumberOfConsumers() {
        for (int i = 0; i < 300; i++) {
            log.storeOffset("c" + i, 100 + i);
        }
        writer.commit();
        fillSegment();
        writer.messages(1);
        assertThat(log.storedOffset("c0")).hasValue(100);
        assertThat(log.storedOffset("c299")).hasValue(399);
    }
}
