package io.rbfly.demo.groups;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessedCheckTest {
    private final ProcessedCheck check = new ProcessedCheck();

    @Test
    void isContentWithPartitionsThatAreEachInOrder() {
        processed("p-0", 1, 4, 5);
        processed("p-1", 0, 2, 3);
        check.allPublished(6);

        assertThat(check.all()).isCompleted();
        assertFaults(0, 0, 0, 0);
        assertThat(check.processed()).isEqualTo(6);
    }

    @Test
    void countsWhatWasSkipped() {
        processed("p-0", 0, 2);
        check.allPublished(4);

        assertThat(check.all()).isNotDone();
        assertFaults(2, 0, 0, 0);
    }

    @Test
    void missesNothingBeforeAllIsPublished() {
        processed("p-0", 5);

        assertThat(check.isComplete()).isFalse();
        assertFaults(0, 0, 0, 0);
    }

    @Test
    void blamesAHandOverThatBeginsTooEarly() {
        processed("p-0", 0, 1, 2);
        processed("p-0", 2, 3);
        check.allPublished(4);

        assertFaults(0, 1, 0, 0);
    }

    @Test
    void letsThePartitionOfALostReaderGoBackOnce() {
        processed("p-0", 0, 1, 2);
        check.readerLost("p-0");
        processed("p-0", 1, 2, 3);
        processed("p-0", 3);
        check.allPublished(4);

        assertFaults(0, 1, 2, 0);
    }

    @Test
    void letsOnlyThePartitionOfTheLostReaderGoBack() {
        processed("p-0", 0, 1);
        check.readerLost("p-1");
        processed("p-0", 1);

        assertFaults(0, 1, 0, 0);
    }

    @Test
    void tellsALateMessageFromARepeatedOne() {
        processed("p-0", 0, 2, 1);
        check.allPublished(3);

        assertFaults(0, 0, 0, 1);
    }

    @Test
    void noticesAKeyInTwoPartitions() {
        check.processed("p-0", "customer", 0);
        check.processed("p-1", "customer", 1);

        assertThat(check.strayKeys()).isEqualTo(1);
    }

    private void processed(String partition, int... numbers) {
        for (int number : numbers) {
            check.processed(partition, "key of " + partition, number);
        }
    }

    private void assertFaults(long missing, long repeated, long afterLoss, long outOfOrder) {
        assertThat(check.missing()).as("missing").isEqualTo(missing);
        assertThat(check.repeated()).as("repeated").isEqualTo(repeated);
        assertThat(check.repeatedAfterLoss()).as("after loss").isEqualTo(afterLoss);
        assertThat(check.outOfOrder()).as("out of order").isEqualTo(outOfOrder);
        assertThat(check.strayKeys()).as("stray keys").isZero();
    }
}
