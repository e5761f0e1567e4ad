package io.rbfly.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameArraysTest {
    private final FrameArrays arrays = new FrameArrays();

    @Test
    void withoutAnyGivenBackArraysAreNewAndFitExactly() {
        assertThat(arrays.take(10)).hasSize(10);
        assertThat(arrays.take(10)).isNotSameAs(arrays.take(10));
        assertThat(arrays.take(1025)).hasSize(1025);
    }

    @Test
    void whenArraysAreGivenBackNewOnesAreAtMostAQuarterLonger() {
        arrays.giveBack(new byte[0]);

        assertThat(arrays.take(100)).hasSize(112);
        assertThat(arrays.take(1000)).hasSize(1024);
        assertThat(arrays.take(1025)).hasSize(1280);
    }

    @Test
    void newArraysHaveOneOfFewLengths() {
        ReusePool<byte[]> pool = new ReusePool<>(1, Integer.MAX_VALUE, array -> array.length, array -> {});
        pool.giveBack(new byte[0]);
        Set<Integer> lengths = new HashSet<>();
        for (int length = 1; length <= 1 << 20; length++) {
            lengths.add(pool.sizeFor(length));
        }
        assertThat(lengths).hasSizeLessThan(100);
        for (int length : new int[] {1, 3, 4, 7, 8, 1023, 1 << 20, (1 << 30) + 1, (7 << 28) - 1, 7 << 28}) {
            assertThat((long) pool.sizeFor(length)).isBetween((long) length, length * 5L / 4);
        }
    }

    @Test
    void anArrayThatIsNotRetainedFitsExactly() {
        arrays.giveBack(new byte[0]);
        int most = 8 << 20;
        assertThat(arrays.take(most - 5)).hasSize(most);
        assertThat(arrays.take(most + 5)).hasSize(most + 5);
        ReusePool<byte[]> odd = new ReusePool<>(1, 1000, array -> array.length, array -> {});
        odd.giveBack(new byte[0]);
        assertThat(odd.sizeFor(999)).as("not more than is retained").isEqualTo(999);
    }

    @Test
    void anArrayThatWasGivenBackIsUsedOnce() {
        byte[] array = new byte[1000];
        arrays.giveBack(array);

        assertThat(arrays.take(900)).isSameAs(array);
        assertThat(arrays.take(900)).isNotSameAs(array);
    }

    @Test
    void aFrameGetsNoArrayThatIsTooSmallOrMuchTooLarge() {
        arrays.giveBack(new byte[1000]);
        arrays.giveBack(new byte[100_000]);

        assertThat(arrays.take(10_000)).hasSize(10_240);
        assertThat(arrays.take(1000)).hasSize(1000);
        assertThat(arrays.take(60_000)).hasSize(100_000);
    }

    @Test
    void theSmallestOfThoseThatFitIsUsedFirst() {
        arrays.giveBack(new byte[1000]);
        arrays.giveBack(new byte[1200]);
        arrays.giveBack(new byte[900]);

        assertThat(arrays.take(950)).hasSize(1000);
        assertThat(arrays.take(950)).hasSize(1200);
        assertThat(arrays.take(800)).hasSize(900);
    }

    @Test
    void theLatestOfOneSizeIsUsedFirst() {
        byte[] latest = new byte[1000];
        arrays.giveBack(new byte[1000]);
        arrays.giveBack(latest);

        assertThat(arrays.take(1000)).isSameAs(latest);
    }

    @Test
    void fewArraysAreHeldAndTheOldestGoFirst() {
        Set<byte[]> given = new HashSet<>(); // the last of them, by identity
        for (int i = 0; i < 200; i++) {
            byte[] array = new byte[1000];
            if (i >= 200 - 128) {
                given.add(array);
            }
            arrays.giveBack(array);
        }
        int reused = 0;
        for (byte[] array = arrays.take(1000); given.contains(array); array = arrays.take(1000)) {
            reused++;
        }

        assertThat(reused).isEqualTo(128);
    }

    @Test
    void fewBytesAreHeld() {
        Set<byte[]> given = new HashSet<>(); // by identity
        for (int i = 0; i < 10; i++) {
            byte[] array = new byte[1 << 20];
            given.add(array);
            arrays.giveBack(array);
        }
        byte[] tooLarge = new byte[9 << 20];
        arrays.giveBack(tooLarge);

        for (int i = 0; i < 10; i++) {
            given.remove(arrays.take(1 << 20));
        }
        assertThat(given).as("those that were not retained").hasSize(2);
        assertThat(arrays.take(9 << 20)).isNotSameAs(tooLarge);
    }
}
