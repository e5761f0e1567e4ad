package io.rbfly.demo.calculation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CalculatorTest {
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(2));
    private static final Heap HEAP = new Heap(4L << 30);

    private final List<Integer> sizes = new ArrayList<>();
    /** Nanoseconds that the calculation of a 1 x 1 matrix takes. */
    private final AtomicLong slowness = new AtomicLong(1);

    private long nanos(int size) {
        sizes.add(size);
        return slowness.get() * size * size * size;
    }

    @Test
    void picksASizeThatOutlastsTheBrokerAndSaysSo() {
        Calculator calculator = new Calculator(null, PATIENCE, HEAP, (size, stopped) -> nanos(size));

        String picked = calculator.calibrate();

        assertThat(nanos(calculator.size())).isGreaterThan(PATIENCE.longest().toNanos());
        assertThat(picked).contains("2033 x 2033", "8.4 s", "silent for 4 to 6 s");
    }

    @Test
    void enlargesASizeThatTurnsOutTooSmall() {
        Calculator calculator = new Calculator(null, PATIENCE, HEAP, (size, stopped) -> nanos(size));
        slowness.set(8);
        calculator.calibrate();
        int picked = calculator.size();
        slowness.set(1);
        sizes.clear();

        calculator.calculate();
        calculator.calculate();

        // The first calculation was repeated with twice the size, the second one was sufficient.
        assertThat(sizes).containsExactly(picked, calculator.size(), calculator.size());
        assertThat(calculator.size()).isBetween(2 * picked - 2, 2 * picked);
    }

    @Test
    void keepsASizeThatWasAskedFor() {
        Calculator calculator = new Calculator(64, PATIENCE, HEAP, (size, stopped) -> nanos(size));

        calculator.calculate();

        assertThat(calculator.sizeIsFixed()).isTrue();
        assertThat(sizes).containsExactly(64);
    }

    @Test
    void refusesASizeThatDoesNotFitBeforeAnythingStarts() {
        assertThatThrownBy(() -> new Calculator(24_576, PATIENCE, HEAP)).isInstanceOf(Heap.TooLargeException.class);
    }

    @Test
    void refusesAMeasuredSizeThatDoesNotFit() {
        Calculator calculator = new Calculator(null, PATIENCE, HEAP, (size, stopped) -> 1);

        assertThatThrownBy(calculator::calibrate).isInstanceOf(Heap.TooLargeException.class);
    }

    @Test
    void endsTheCalculationAtHandWhenStopped() {
        Calculator calculator = new Calculator(500, PATIENCE, HEAP);
        calculator.stop();

        assertThatThrownBy(calculator::calculate).isInstanceOf(CancellationException.class);
    }
}
