package io.rbfly.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapTest {
    private static final long GIBIBYTE = 1L << 30;

    @Test
    void takesASizeThatFits() {
        assertThatCode(() -> new Heap(GIBIBYTE).require(7000)).doesNotThrowAnyException();
    }

    @Test
    void refusesASizeThatDoesNotFitWithTheMemoryItNeeds() {
        // Two matrices of 24,576 x 24,576 doubles are exactly 9 GiB.
        assertThatThrownBy(() -> new Heap(6 * GIBIBYTE).require(24_576))
                .isInstanceOf(Heap.TooLargeException.class)
                .hasMessageStartingWith("size 24576 needs 9.06 GiB of heap and there are 6.00 GiB")
                .hasMessageContaining("-Xmx9276m");
    }

    @Test
    void countsLittleMemoryInMebibytes() {
        assertThatThrownBy(() -> new Heap(GIBIBYTE / 8).require(2346))
                .hasMessageContaining("needs 133 MiB of heap and there are 128 MiB");
    }

    @Test
    void takesTheSeedsSizeWithTheMemoryThatItNames() {
        assertThatCode(() -> new Heap(9276L << 20).require(24_576)).doesNotThrowAnyException();
    }

    @Test
    void refusesMoreElementsThanAnArrayCanHave() {
        assertThatThrownBy(() -> new Heap(Long.MAX_VALUE).require(46_341))
                .isInstanceOf(Heap.TooLargeException.class)
                .hasMessageContaining("GiB of heap")
                .hasMessageContaining("expected: at most 46340");
    }
}
