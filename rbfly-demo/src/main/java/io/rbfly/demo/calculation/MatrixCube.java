package io.rbfly.demo.calculation;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Multiplies random square matrices by themselves twice. One matrix after the other has the same memory.
 *
 * <p>Both products are made for one row of blocks after the other, and nobody needs the cube as a whole. So there is
 * one matrix in memory and not three.
 */
final class MatrixCube {
    private final BlockMatrix matrix;
    private final BlockMatrix squaredRow;
    private final BlockMatrix cubedRow;

    MatrixCube(int size) {
        int rows = Math.min(size, BlockMatrix.BLOCK);
        matrix = new BlockMatrix(size, size);
        squaredRow = new BlockMatrix(rows, size);
        cubedRow = new BlockMatrix(rows, size);
    }

    /** Heap that is needed for a size, in bytes. */
    static long memoryBytes(int size) {
        return BlockMatrix.memoryBytes(size, size)
                + 2 * BlockMatrix.memoryBytes(Math.min(size, BlockMatrix.BLOCK), size);
    }

    int size() {
        return matrix.rows();
    }

    /** The matrix that is multiplied. */
    BlockMatrix matrix() {
        return matrix;
    }

    /**
     * Calculates with a new matrix.
     *
     * @param result gets the rows of the cube
     * @throws CancellationException soon after {@code stopped} became true
     */
    void calculate(SplittableRandom random, BooleanSupplier stopped, Rows result) {
        matrix.fill(random, stopped);
        squaredRow.allocated();
        cubedRow.allocated();
        for (int row = 0; row < size(); row += BlockMatrix.BLOCK) {
            int height = Math.min(BlockMatrix.BLOCK, size() - row);
            squaredRow.setToProduct(matrix, row / BlockMatrix.BLOCK, height, matrix, stopped);
            cubedRow.setToProduct(squaredRow, 0, height, matrix, stopped);
            result.accept(row, height, cubedRow);
        }
    }

    /** Gets rows of a result, as many at once as a block has. */
    @FunctionalInterface
    interface Rows {
        /**
         * Gets rows.
         *
         * @param first which row of the result is the first
         * @param count how many there are
         * @param rows holds them until this returns
         */
        void accept(int first, int count, BlockMatrix rows);
    }
}
