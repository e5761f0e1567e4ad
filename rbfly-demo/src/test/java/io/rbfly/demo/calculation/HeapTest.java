package io.rbfly.demo.calculation;

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
        // A matrix of 24,576 x 24,576 doubles is exactly 4.5 GiB.
        assertThatThrownBy(() -> new Heap(4 * GIBIBYTE).require(24_576))
                .isInstanceOf(Heap.TooLargeException.class)
                .hasMessageStartingWith("size 24576 needs 4.58 GiB of heap and there are 4.00 GiB")
                .hasMessageContaining("-Xmx4692m");
    }

    @Test
    void countsLittleMemoryInMebibytes() {
        assertThatThrownBy(() -> new Heap(GIBIBYTE / 16).require(2346))
                .hasMessageContaining("needs 94 MiB of heap and there are 64 MiB");
    }

    @Test
    void takesTheSeedsSizeWithTheMemoryThatItNames() {
        assertThatCode(() -> new Heap(4692L << 20).require(24_576)).doesNotThrowAnyException();
    }

    @Test
    void refusesMoreBlocksThanCanBeCounted() {
        assertThatCode(() -> new Heap(Long.MAX_VALUE).require(2_780_400)).doesNotThrowAnyException();
        assertThatThrownBy(() -> new Heap(Long.MAX_VALUE).require(2_780_401))
                .isInstanceOf(Heap.TooLargeException.class)
                .hasMessageContaining("GiB of heap")
                .hasMessageContaining("expected: at most 2780400");
    }

    @Test
    void refusesTheLargestNumberThereIs() {
        assertThatThrownBy(() -> new Heap(GIBIBYTE).require(Integer.MAX_VALUE))
                .isInstanceOf(Heap.TooLargeException.class);
    }
}
