package io.rbfly.benchmarks.compare.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void comesBackFromItsLine() {
        String line = new Sample()
                .with(Metric.RATE, 1234567.891)
                .with(Metric.P999, 0.5)
                .with(Metric.RESIDENT, Double.NaN)
                .toLine();
        Sample sample = Sample.ofLine(line);
        assertThat(Sample.isLine(line)).isTrue();
        assertThat(sample.get(Metric.RATE)).isEqualTo(1234567.891);
        assertThat(sample.get(Metric.P999)).isEqualTo(0.5);
        assertThat(sample.get(Metric.RESIDENT)).isNaN();
    }

    @Test
    void hasNoNumberForWhatWasNotMeasured() {
        assertThat(new Sample().get(Metric.CPU)).isNaN();
    }

    @Test
    void otherLinesAreNone() {
        assertThat(Sample.isLine("SLF4J: something")).isFalse();
    }
}
