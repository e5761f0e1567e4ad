package io.rbfly.client.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What partitions hold of one budget: what is guaranteed, what is lent, and who gets what returns. */
class BudgetTest {
    private final Budget budget = new Budget(1600, 16_000, 4);
    private final List<String> granted = new ArrayList<>();

    private Share join(String name) {
        return budget.join(() -> granted.add(name));
    }

    private Share[] join(int count) {
        Share[] shares = new Share[count];
        for (int i = 0; i < count; i++) {
            shares[i] = join(Integer.toString(i));
        }
        return shares;
    }

    /** How many messages it may hold, one after the other. */
    private static long fill(Share share) {
        long held = share.messages();
        while (share.raise(held + 1, 0, false)) {
            held++;
        }
        return held;
    }

    @Test
    void oneThatNeedsMoreThanItsPartIsLentWhatOthersDoNotUse() {
        Share[] shares = join(8);

        assertThat(shares[0].guaranteedMessages()).isEqualTo(50);
        assertThat(fill(shares[0])).as("all but the guarantees").isEqualTo(1600 - 7 * 50);
    }

    @Test
    void theOthersKeepWhatIsGuaranteed() {
        Share[] shares = join(8);
        fill(shares[0]);

        for (int i = 1; i < 8; i++) {
            assertThat(shares[i].raise(50, 0, false)).isTrue();
        }
        assertThat(shares[1].raise(51, 0, false)).isFalse();
        assertThat(budget.heldMessages()).isLessThanOrEqualTo(1600);
    }

    @Test
    void whatReturnsGoesToThoseThatWaitInTurn() {
        Share[] shares = join(8);
        fill(shares[0]);
        shares[2].raise(60, 0, false);
        shares[1].raise(60, 0, false);

        shares[0].lower(1240, 0);
        budget.wake();
        assertThat(granted).containsExactly("2");
        shares[0].lower(1230, 0);
        budget.wake();

        assertThat(granted).containsExactly("2", "1");
        assertThat(shares[1].covers(60, 0)).isTrue();
    }

    @Test
    void nobodyIsLentAnythingBeforeThoseThatWait() {
        Share[] shares = join(8);
        fill(shares[0]);
        shares[0].stopWaiting();
        shares[1].raise(150, 0, false);
        shares[0].lower(1200, 0);

        assertThat(shares[2].raise(51, 0, false))
                .as("there is room, but not for the first")
                .isFalse();
        assertThat(shares[2].raise(50, 0, false)).as("what is guaranteed").isTrue();
    }

    @Test
    void whatCannotBeLentToOneBlocksNobody() {
        Share[] shares = join(8);
        shares[0].raise(1, 0, true);

        assertThat(shares[0].raise(1500, 0, false)).isFalse();

        assertThat(shares[1].raise(100, 0, false)).isTrue();
    }

    @Test
    void whoHoldsNothingGetsAnythingAndTheOthersAreLentNothingMeanwhile() {
        Share[] shares = join(8);
        shares[1].raise(1, 2000, false);

        assertThat(shares[0].raise(1, 1_000_000, true)).isTrue();
        assertThat(shares[1].raise(1, 2001, false)).isFalse();
        assertThat(shares[2].raise(1, 501, true)).isTrue();
        shares[0].lower(0, 0);
        budget.wake();

        assertThat(granted).containsExactly("1");
        assertThat(budget.heldBytes()).isEqualTo(2001 + 501);
    }

    @Test
    void aLargeMessageDoesNotWaitForAPartitionThatHasStopped() {
        Share[] shares = join(8);
        for (long held = 100; shares[0].raise(1, held, false); held += 100) {
            // it holds all that is lent
        }

        assertThat(shares[1].raise(1, 1400, true)).isTrue();
        shares[1].lower(0, 0);
        assertThat(shares[1].raise(1, 1400, true)).as("and the next one").isTrue();
    }

    @Test
    void whatWasReservedForAPartitionThatIsRemovedIsLent() {
        budget.partitions(16);
        Share[] shares = join(8);
        fill(shares[0]);
        assertThat(shares[1].raise(60, 0, false)).isFalse();

        budget.partitions(8);

        assertThat(granted).containsExactly("1");
    }

    @Test
    void thoseBehindOneThatWaitsNoMoreAreServed() {
        Share[] shares = join(8);
        shares[0].raise(1100, 0, false);
        shares[1].raise(400, 0, false);
        shares[2].raise(100, 0, false);
        budget.wake();
        assertThat(granted).isEmpty();

        shares[1].stopWaiting();
        budget.wake();

        assertThat(granted).containsExactly("2");
    }

    @Test
    void theTotalHoldsWhenPartitionsAreAdded() {
        Share[] shares = join(2);
        fill(shares[0]);
        fill(shares[1]);
        budget.partitions(16);
        Share[] added = join(14);

        for (Share each : added) {
            fill(each);
        }

        assertThat(budget.heldMessages()).isLessThanOrEqualTo(1600);
        shares[0].lower(0, 0);
        shares[0].stopWaiting();
        shares[1].stopWaiting();
        budget.wake();
        assertThat(added).allMatch(each -> each.covers(25, 0));
    }

    @Test
    void withFewerMessagesThanPartitionsEachHasOneAndTheSecondTakesItsTurn() {
        Budget small = new Budget(3, 1 << 20, 4);
        List<Integer> served = new ArrayList<>();
        Share[] shares = new Share[8];
        for (int i = 0; i < 8; i++) {
            int number = i;
            shares[i] = small.join(() -> served.add(number));
            assertThat(shares[i].raise(1, 10, true)).isTrue();
        }
        assertThat(shares[7].raise(2, 10, false)).isFalse();
        assertThat(shares[6].raise(2, 10, false)).isFalse();
        for (int i = 0; i < 6; i++) {
            shares[i].lower(0, 0);
            small.wake();
        }

        assertThat(served).containsExactly(7);
        shares[7].lower(0, 0);
        small.wake();
        assertThat(served).containsExactly(7, 6);
    }

    @Test
    void whatAShareHoldsReturnsWhenItLeaves() {
        Share[] shares = join(2);
        fill(shares[0]);
        shares[1].raise(300, 0, false);

        shares[0].leave();
        budget.wake();

        assertThat(granted).containsExactly("1");
    }

    @Test
    void noOneWaitsForeverAndTheTotalHoldsWhateverHappens() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Budget some = new Budget(20 + random.nextInt(100), 1000, 4);
            Share[] shares = new Share[6];
            boolean[] waits = new boolean[6];
            for (int i = 0; i < 6; i++) {
                int number = i;
                shares[i] = some.join(() -> waits[number] = false);
            }
            for (int step = 0; step < 500; step++) {
                int i = random.nextInt(6);
                if (random.nextBoolean() && !waits[i]) {
                    boolean first = shares[i].messages() == 0;
                    long more = 1 + random.nextInt(5);
                    waits[i] = !shares[i].raise(shares[i].messages() + more, shares[i].bytes() + more, first)
                            && shares[i].isWaiting();
                } else {
                    shares[i].lower(shares[i].messages() / 2, shares[i].bytes() / 2);
                    some.wake();
                }
                assertThat(some.heldMessages()).isLessThanOrEqualTo(120 + 6 * 5);
            }
            for (Share share : shares) {
                share.lower(0, 0);
                some.wake();
            }
            for (int i = 0; i < 12; i++) {
                for (Share share : shares) {
                    share.lower(0, 0);
                }
                some.wake();
            }
            assertThat(waits).as("seed %d", seed).containsOnly(false);
        }
    }
}
