package io.rbfly.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.concurrent.CancellationException;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.block.MatrixOps_DDRB;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixCubeTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 59, 60, 61, 120, 150, 1261})
    void isTheMatrixMultipliedByItselfTwice(int size) {
        DMatrixRMaj matrix = new DMatrixRMaj(size, size);
        MatrixOps_DDRB.convert(MatrixOps_DDRB.createRandom(size, size, 0, 1, new Random(17)), matrix);
        DMatrixRMaj squared = new DMatrixRMaj(size, size);
        DMatrixRMaj expected = new DMatrixRMaj(size, size);
        CommonOps_DDRM.mult(matrix, matrix, squared);
        CommonOps_DDRM.mult(squared, matrix, expected);

        DMatrixRMaj cube = new DMatrixRMaj(size, size);
        MatrixOps_DDRB.convert(MatrixCube.calculate(size, new Random(17), () -> false), cube);

        double tolerance = 1e-9 * CommonOps_DDRM.elementMaxAbs(expected);
        assertThat(MatrixFeatures_DDRM.isIdentical(cube, expected, tolerance)).isTrue();
    }

    @Test
    void stopsWhenAsked() {
        assertThatThrownBy(() -> MatrixCube.calculate(100, new Random(), () -> true))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void needsTheMemoryOfTwoMatricesAndAStrip() {
        assertThat(MatrixCube.memoryBytes(1000)).isBetween(16_000_000L, 17_000_000L);
        assertThat(MatrixCube.memoryBytes(MatrixCube.MAX_SIZE)).isGreaterThan(34_000_000_000L);
    }
}
