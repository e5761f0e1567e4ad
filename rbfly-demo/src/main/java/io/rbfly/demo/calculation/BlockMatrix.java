package io.rbfly.demo.calculation;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.ejml.dense.block.InnerMultiplication_DDRB;

/**
 * A matrix that consists of blocks, which fit into a processor's cache, and is stored in many arrays of a few
 * megabytes.
 *
 * <p>One array of several gigabytes would be sufficient for the calculation, but it would stop the whole JVM: while a
 * new array is cleared, its thread reaches no safepoint. If another thread requests a safepoint meanwhile, all threads
 * wait until the array is cleared, including the event loop with its heartbeats and the handler of Ctrl-C. This took 20
 * to 60 seconds for 24,576 x 24,576.
 */
final class BlockMatrix {
    /** Rows and columns of a block, except for those at the right and lower edge. */
    static final int BLOCK = 60;

    /** The maximum number of rows and columns: the number of blocks must fit into an int. */
    static final int MAX_SIZE = 46_340 * BLOCK;

    private static final int BLOCK_ELEMENTS = BLOCK * BLOCK;

    /**
     * As many blocks as fit into 8 MiB with the header of the array. The G1 collector allocates whole regions for an
     * array that is larger than half a region and never moves it; with regions of 1, 2, 4 or 8 MiB, those of heaps up
     * to 32 GiB, no memory is wasted.
     */
    private static final int BLOCKS_PER_ARRAY = 291;

    private static final int BLOCKS_BETWEEN_CHECKS = 64;

    private static final long ARRAY_BYTES = 8L << 20;

    private final int rows;
    private final int columns;
    private final int blocksPerRow;
    private final double[][] arrays;

    /** Creates a matrix without elements: each array is allocated when it is filled. */
    BlockMatrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.blocksPerRow = blocks(columns);
        this.arrays = new double[(int) arrays(blocks(rows), blocksPerRow)][];
    }

    /** Returns the heap that a matrix needs, in bytes. */
    static long memoryBytes(int rows, int columns) {
        long blocks = (long) blocks(rows) * blocks(columns);
        return blocks / BLOCKS_PER_ARRAY * ARRAY_BYTES + blocks % BLOCKS_PER_ARRAY * BLOCK_ELEMENTS * Double.BYTES;
    }

    int rows() {
        return rows;
    }

    /**
     * Sets all elements to random values from 0 to 1.
     *
     * @throws CancellationException shortly after {@code stopped} became true
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

    /** Allocates all arrays. */
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
     * Sets this matrix, which is one row of blocks, to the product of a row of blocks and a matrix.
     *
     * @param leftRow the index of the row of blocks of {@code left}
     * @param height the number of its rows of elements
     * @throws CancellationException shortly after {@code stopped} became true
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
