package io.rbfly.demo.calculation;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Multiplies random square matrices by themselves twice. All matrices reuse the same memory.
 *
 * <p>Both products are computed for one row of blocks after the other, and the complete cube is not needed. So there is
 * one matrix in memory instead of three.
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

    /** Returns the heap that is needed for a size, in bytes. */
    static long memoryBytes(int size) {
        return BlockMatrix.memoryBytes(size, size)
                + 2 * BlockMatrix.memoryBytes(Math.min(size, BlockMatrix.BLOCK), size);
    }

    int size() {
        return matrix.rows();
    }

    /** Returns the matrix that is multiplied. */
    BlockMatrix matrix() {
        return matrix;
    }

    /**
     * Calculates with a new matrix.
     *
     * @param result receives the rows of the cube
     * @throws CancellationException shortly after {@code stopped} became true
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

    /** Receives rows of a result, as many at once as a block has. */
    @FunctionalInterface
    interface Rows {
        /**
         * Receives rows.
         *
         * @param first the index of the first row in the result
         * @param count the number of rows
         * @param rows contains them until this method returns
         */
        void accept(int first, int count, BlockMatrix rows);
    }
}
