package io.rbfly.demo;

import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.ejml.data.DMatrixRBlock;
import org.ejml.data.DSubmatrixD1;
import org.ejml.dense.block.MatrixMult_DDRB;
import org.ejml.dense.block.MatrixOps_DDRB;

/**
 * A random square matrix multiplied by itself twice.
 *
 * <p>Both products are made for one strip of rows after the other, so there are two matrices in memory and not three,
 * and in tiles, so that even a calculation of hours can be stopped within a second or so.
 */
final class MatrixCube {
    /** Largest size whose elements fit a Java array. */
    static final int MAX_SIZE = 46_340;

    private static final int TILE_COLUMNS_IN_BLOCKS = 20;

    private MatrixCube() {}

    /** Heap that {@link #calculate} needs for a size, in bytes. */
    static long memoryBytes(int size) {
        long matrix = (long) size * size * Double.BYTES;
        long strip = (long) size * org.ejml.EjmlParameters.BLOCK_WIDTH * Double.BYTES;
        return 2 * matrix + strip;
    }

    /**
     * Calculates.
     *
     * @return the matrix cubed
     * @throws CancellationException soon after {@code stopped} became true
     */
    static DMatrixRBlock calculate(int size, Random random, BooleanSupplier stopped) {
        DMatrixRBlock matrix = MatrixOps_DDRB.createRandom(size, size, 0, 1, random);
        int block = matrix.blockLength;
        DMatrixRBlock result = new DMatrixRBlock(size, size, block);
        DSubmatrixD1 whole = new DSubmatrixD1(matrix);
        DMatrixRBlock strip = new DMatrixRBlock(Math.min(block, size), size, block);
        for (int row = 0; row < size; row += block) {
            int end = Math.min(row + block, size);
            strip.reshape(end - row, size, block, false);
            DSubmatrixD1 squared = new DSubmatrixD1(strip);
            multiply(block, new DSubmatrixD1(matrix, row, end, 0, size), whole, squared, stopped);
            multiply(block, squared, whole, new DSubmatrixD1(result, row, end, 0, size), stopped);
        }
        return result;
    }

    private static void multiply(
            int block, DSubmatrixD1 left, DSubmatrixD1 right, DSubmatrixD1 product, BooleanSupplier stopped) {
        int tile = block * TILE_COLUMNS_IN_BLOCKS;
        for (int column = 0; column < right.col1; column += tile) {
            if (stopped.getAsBoolean()) {
                throw new CancellationException("calculation stopped");
            }
            int end = Math.min(column + tile, right.col1);
            MatrixMult_DDRB.mult(
                    block,
                    left,
                    new DSubmatrixD1(right.original, right.row0, right.row1, column, end),
                    new DSubmatrixD1(product.original, product.row0, product.row1, column, end));
        }
    }
}
