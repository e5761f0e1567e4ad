package io.rbfly.demo.calculation;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.ejml.dense.block.InnerMultiplication_DDRB;

/**
 * A matrix in blocks, which fit a processor's cache, held by many arrays of a few megabytes.
 *
 * <p>One array of gigabytes would do for the calculation, and stop the whole Java machine: while a new array is
 * cleared, its thread reaches no safepoint, and when another one wants a safepoint meanwhile, all threads wait until
 * the array is cleared, the event loop with its heartbeats and the handler of Ctrl-C among them. That was 20 to 60
 * seconds for 24,576 x 24,576.
 */
final class BlockMatrix {
    /** Rows and columns of a block, but for those at the right and lower edge. */
    static final int BLOCK = 60;

    /** Largest number of rows and columns: that of blocks has to be an int. */
    static final int MAX_SIZE = 46_340 * BLOCK;

    private static final int BLOCK_ELEMENTS = BLOCK * BLOCK;

    /**
     * As many as fit 8 MiB with the header of the array. The G1 collector gives an array that is larger than half a
     * region whole regions and never moves it; in regions of 1, 2, 4 or 8 MiB, those of heaps up to 32 GiB, nothing is
     * wasted.
     */
    private static final int BLOCKS_PER_ARRAY = 291;

    private static final int BLOCKS_BETWEEN_CHECKS = 64;

    private static final long ARRAY_BYTES = 8L << 20;

    private final int rows;
    private final int columns;
    private final int blocksPerRow;
    private final double[][] arrays;

    /** Made without elements: each array comes into being when it is filled. */
    BlockMatrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.blocksPerRow = blocks(columns);
        this.arrays = new double[(int) arrays(blocks(rows), blocksPerRow)][];
    }

    /** Heap that a matrix needs, in bytes. */
    static long memoryBytes(int rows, int columns) {
        long blocks = (long) blocks(rows) * blocks(columns);
        return blocks / BLOCKS_PER_ARRAY * ARRAY_BYTES + blocks % BLOCKS_PER_ARRAY * BLOCK_ELEMENTS * Double.BYTES;
    }

    int rows() {
        return rows;
    }

    /**
     * Gives all elements new values from 0 to 1.
     *
     * @throws CancellationException soon after {@code stopped} became true
     */
    void fill(SplittableRandom random, BooleanSupplier stopped) {
        for (int i = 0; i < arrays.length; i++) {
            check(stopped);
            double[] array = array(i);
            for (int j = 0; j < array.length; j++) {
                array[j] = random.nextDouble();
            }
        }
    }

    /** Makes all arrays. */
    BlockMatrix allocated() {
        for (int i = 0; i < arrays.length; i++) {
            array(i);
        }
        return this;
    }

    double get(int row, int column) {
        int block = row / BLOCK * blocksPerRow + column / BLOCK;
        return arrayOf(block)[offset(block) + row % BLOCK * width(column / BLOCK) + column % BLOCK];
    }

    /**
     * Makes this, which is one row of blocks, the product of a row of blocks and a matrix.
     *
     * @param leftRow which row of blocks of {@code left}
     * @param height how many rows of elements of it
     * @throws CancellationException soon after {@code stopped} became true
     */
    void setToProduct(BlockMatrix left, int leftRow, int height, BlockMatrix right, BooleanSupplier stopped) {
        int inner = left.blocksPerRow;
        for (int column = 0; column < blocksPerRow; column++) {
            int width = width(column);
            double[] product = arrayOf(column);
            int into = offset(column);
            for (int k = 0; k < inner; k++) {
                if (k % BLOCKS_BETWEEN_CHECKS == 0) {
                    check(stopped);
                }
                int a = leftRow * inner + k;
                int b = k * blocksPerRow + column;
                double[] leftArray = left.arrayOf(a);
                double[] rightArray = right.arrayOf(b);
                if (k == 0) {
                    InnerMultiplication_DDRB.blockMultSet(
                            leftArray, rightArray, product, offset(a), offset(b), into, height, left.width(k), width);
                } else {
                    InnerMultiplication_DDRB.blockMultPlus(
                            leftArray, rightArray, product, offset(a), offset(b), into, height, left.width(k), width);
                }
            }
        }
    }

    private static void check(BooleanSupplier stopped) {
        if (stopped.getAsBoolean()) {
            throw new CancellationException("calculation stopped");
        }
    }

    private double[] array(int index) {
        if (arrays[index] == null) {
            int before = index * BLOCKS_PER_ARRAY;
            int blocks = Math.min(BLOCKS_PER_ARRAY, blocks(rows) * blocksPerRow - before);
            arrays[index] = new double[blocks * BLOCK_ELEMENTS];
        }
        return arrays[index];
    }

    private double[] arrayOf(int block) {
        return arrays[block / BLOCKS_PER_ARRAY];
    }

    private static int offset(int block) {
        return block % BLOCKS_PER_ARRAY * BLOCK_ELEMENTS;
    }

    private int width(int columnOfBlocks) {
        return Math.min(BLOCK, columns - columnOfBlocks * BLOCK);
    }

    private static int blocks(int elements) {
        return (elements + BLOCK - 1) / BLOCK;
    }

    private static long arrays(long rowsOfBlocks, long blocksPerRow) {
        return (rowsOfBlocks * blocksPerRow + BLOCKS_PER_ARRAY - 1) / BLOCKS_PER_ARRAY;
    }
}
