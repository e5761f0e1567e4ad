package io.rbfly.benchmarks.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MedianTest {
    @Test
    void isTheMiddleOfAnOddNumber() {
        assertThat(Median.of(9, 1, 5)).isEqualTo(5);
    }

    @Test
    void isBetweenTheTwoInTheMiddleOfAnEvenNumber() {
        assertThat(Median.of(4, 1, 100, 2)).isEqualTo(3);
    }

    @Test
    void ofNothingIsNoNumber() {
        assertThat(Median.of()).isNaN();
    }

    @Test
    void withWhatIsNoNumberIsNone() {
        assertThat(Median.of(1, Double.NaN, 3)).isNaN();
    }

    @Test
    void leavesTheValuesInTheirOrder() {
        double[] values = {3, 1, 2};
        Median.of(values);
        assertThat(values).containsExactly(3, 1, 2);
    }
}
