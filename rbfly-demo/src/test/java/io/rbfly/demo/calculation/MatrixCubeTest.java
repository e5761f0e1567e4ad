package io.rbfly.demo.calculation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixCubeTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 59, 60, 61, 120, 150, 1261})
    void isTheMatrixMultipliedByItselfTwice(int size) {
        MatrixCube cube = new MatrixCube(size);
        DMatrixRMaj result = cubed(cube, new SplittableRandom(17));

        DMatrixRMaj matrix = rows(cube.matrix(), size);
        DMatrixRMaj squared = new DMatrixRMaj(size, size);
        DMatrixRMaj expected = new DMatrixRMaj(size, size);
        CommonOps_DDRM.mult(matrix, matrix, squared);
        CommonOps_DDRM.mult(squared, matrix, expected);

        double tolerance = 1e-9 * CommonOps_DDRM.elementMaxAbs(expected);
        assertThat(MatrixFeatures_DDRM.isIdentical(result, expected, tolerance)).isTrue();
    }

    @Test
    void takesANewMatrixEachTime() {
        MatrixCube cube = new MatrixCube(61);
        SplittableRandom random = new SplittableRandom(17);

        DMatrixRMaj first = cubed(cube, random);
        DMatrixRMaj second = cubed(cube, random);

        assertThat(MatrixFeatures_DDRM.isIdentical(first, second, 1)).isFalse();
    }

    @Test
    void takesRandomElementsFromZeroToOne() {
        MatrixCube cube = new MatrixCube(150);
        cubed(cube, new SplittableRandom(17));

        DMatrixRMaj matrix = rows(cube.matrix(), 150);
        assertThat(CommonOps_DDRM.elementMin(matrix)).isBetween(0.0, 0.01);
        assertThat(CommonOps_DDRM.elementMax(matrix)).isBetween(0.99, 1.0);
        assertThat(CommonOps_DDRM.elementSum(matrix) / (150 * 150)).isBetween(0.49, 0.51);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10, 40})
    void stopsWheneverItIsAsked(int checks) {
        AtomicInteger checked = new AtomicInteger();

        // 291 blocks of 60 x 60 are one array: a size of 1261 fills two and has 22 x 22 blocks.
        assertThatThrownBy(() -> new MatrixCube(1261)
                        .calculate(
                                new SplittableRandom(),
                                () -> checked.getAndIncrement() >= checks,
                                (first, count, rows) -> {}))
                .isInstanceOf(CancellationException.class);
        assertThat(checked).hasValue(checks + 1);
    }

    @Test
    void needsTheMemoryOfOneMatrixAndTwoRowsOfBlocks() {
        assertThat(MatrixCube.memoryBytes(1000)).isBetween(8_000_000L, 10_000_000L);
        assertThat(MatrixCube.memoryBytes(24_576)).isBetween(4_831_838_208L, 4_900_000_000L);
        assertThat(MatrixCube.memoryBytes(BlockMatrix.MAX_SIZE)).isGreaterThan(8L * 2_780_400 * 2_780_400);
    }

    private static DMatrixRMaj cubed(MatrixCube cube, SplittableRandom random) {
        DMatrixRMaj result = new DMatrixRMaj(cube.size(), cube.size());
        cube.calculate(
                random,
                () -> false,
                (first, count, rows) -> IntStream.range(0, count)
                        .forEach(row -> IntStream.range(0, cube.size())
                                .forEach(column -> result.set(first + row, column, rows.get(row, column)))));
        return result;
    }

    private static DMatrixRMaj rows(BlockMatrix matrix, int size) {
        DMatrixRMaj copy = new DMatrixRMaj(size, size);
        IntStream.range(0, size)
                .forEach(row ->
                        IntStream.range(0, size).forEach(column -> copy.set(row, column, matrix.get(row, column))));
        return copy;
    }
}
