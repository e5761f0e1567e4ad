package io.rbfly.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {
    private final SequenceCheck check = new SequenceCheck();

    private void add(int... numbers) {
        IntStream.of(numbers).forEach(check::add);
    }

    @Test
    void findsNothingInOrder() {
        add(0, 1, 2, 3);

        assertThat(check.distinct()).isEqualTo(4);
        assertThat(check.missing()).isZero();
        assertThat(check.repeated()).isZero();
        assertThat(check.outOfOrder()).isZero();
    }

    @Test
    void findsNothingInNothing() {
        assertThat(check.missing()).isZero();
        assertThat(check.missingBelow(3)).isEqualTo(3);
    }

    @Test
    void countsGaps() {
        add(0, 1, 4, 6);

        assertThat(check.missing()).isEqualTo(3);
    }

    @Test
    void countsWhatIsMissingAtTheBeginning() {
        add(2, 3);

        assertThat(check.missing()).isEqualTo(2);
    }

    @Test
    void countsWhatIsMissingAtTheEndWhenTheEndIsKnown() {
        add(0, 1, 3);

        assertThat(check.missingBelow(10)).isEqualTo(7);
    }

    @Test
    void countsEachRepetition() {
        add(0, 1, 1, 2, 1, 0);

        assertThat(check.repeated()).isEqualTo(3);
        assertThat(check.distinct()).isEqualTo(3);
        assertThat(check.missing()).isZero();
    }

    @Test
    void takesALateNumberAsOutOfOrderAndNotAsMissing() {
        add(0, 2, 1, 3);

        assertThat(check.outOfOrder()).isEqualTo(1);
        assertThat(check.missing()).isZero();
        assertThat(check.repeated()).isZero();
    }
}
