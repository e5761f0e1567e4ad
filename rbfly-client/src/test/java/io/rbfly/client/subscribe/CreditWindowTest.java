package io.rbfly.client.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.budget.Budget;
import org.junit.jupiter.api.Test;

/** How many chunks may be on their way. */
class CreditWindowTest {
    private static CreditWindow begun(int maxChunks, long maxBytes) {
        CreditWindow window = new CreditWindow(maxChunks, maxBytes);
        assertThat(window.begin()).isEqualTo(1);
        return window;
    }

    private static void receiveAndRead(CreditWindow window, int bytes) {
        window.received(bytes);
        window.read(bytes);
    }

    @Test
    void thereAreTenCreditsUntilTheSizeOfTheFirstChunkIsKnown() {
        CreditWindow window = begun(100, 1 << 20);

        assertThat(window.grant()).isEqualTo(9);
        assertThat(window.grant()).isZero();
    }

    @Test
    void ofSmallChunksThereMayBeAsManyAsAreAllowed() {
        CreditWindow window = begun(100, 1 << 20);
        window.grant();
        receiveAndRead(window, 100);

        assertThat(window.grant()).isEqualTo(91);
    }

    @Test
    void ofLargeChunksThereMayBeAsManyAsAreLikelyToFit() {
        CreditWindow window = begun(100, 100_000);
        receiveAndRead(window, 20_000);

        assertThat(window.grant()).isEqualTo(5);
    }

    @Test
    void aChunkThatIsLargerThanAllThatMayBeHereStillComesAlone() {
        CreditWindow window = begun(100, 100_000);
        receiveAndRead(window, 500_000);

        assertThat(window.grant()).isEqualTo(1);
    }

    @Test
    void creditIsReturnedWhenAQuarterOfTheWindowIsFree() {
        CreditWindow window = begun(8, 1 << 20);
        window.grant();
        receiveAndRead(window, 100);
        assertThat(window.grant()).isZero();

        receiveAndRead(window, 100);
        assertThat(window.grant()).isEqualTo(2);
    }

    @Test
    void whatIsNotReadHoldsBackItsCredit() {
        CreditWindow window = begun(4, 1 << 20);
        window.grant();
        for (int i = 0; i < 4; i++) {
            window.received(100);
            assertThat(window.grant()).isZero();
        }

        window.read(100);
        assertThat(window.grant()).isEqualTo(1);
    }

    /** Windows of partitions with one budget of 80 chunks and 8,000 bytes; chunks have 10 bytes each. */
    private static CreditWindow[] partitions(int count, Runnable granted) {
        Budget budget = new Budget(80, 8_000, 2);
        budget.partitions(count);
        CreditWindow[] windows = new CreditWindow[count];
        for (int i = 0; i < count; i++) {
            windows[i] = new CreditWindow(80, 8_000, budget, granted);
            windows[i].begin();
            windows[i].grant();
        }
        return windows;
    }

    /** Receives until there is no credit, and returns the number of chunks. */
    private static int receiveAll(CreditWindow window, int credit) {
        int received = 0;
        for (int left = credit; left > 0; left += window.grant() - 1) {
            window.received(10);
            received++;
        }
        return received;
    }

    @Test
    void aPartitionThatIsNotReadIsLentWhatOthersDoNotNeed() {
        CreditWindow[] windows = partitions(8, () -> {});

        assertThat(receiveAll(windows[0], 5)).isEqualTo(45);
        for (int i = 1; i < 8; i++) {
            windows[i].received(10);
            windows[i].read(10);
            windows[i].received(10);
            windows[i].read(10);
            assertThat(windows[i].grant()).as("goes on").isEqualTo(2);
        }
    }

    @Test
    void whatIsReadReturnsToThosePartitionsThatWait() {
        int[] granted = new int[1];
        CreditWindow[] windows = partitions(8, () -> granted[0]++);
        receiveAll(windows[0], 5);
        receiveAll(windows[1], 5);
        assertThat(windows[1].grant()).isZero();
        granted[0] = 0;

        for (int i = 0; i < 20; i++) {
            windows[0].read(10);
        }
        windows[0].wakeOthers();

        assertThat(granted[0]).isPositive();
        assertThat(windows[1].grant()).isPositive();
    }

    @Test
    void aPartitionAlwaysGetsOneChunkWhateverTheOthersHold() {
        CreditWindow[] windows = partitions(200, () -> {});
        for (CreditWindow window : windows) {
            window.received(100_000);
            window.read(100_000);
            assertThat(window.grant()).isEqualTo(1);
        }
    }
}
