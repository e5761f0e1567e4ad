package io.rbfly.demo.calculation;

import java.util.Locale;

/** Checks whether a matrix fits into the memory of this process. */
public final class Heap {
    /** The memory for everything else in the process. */
    private static final long REST_BYTES = 48L << 20;

    private static final long GIBIBYTE = 1L << 30;

    private final long maxBytes;

    Heap(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    public static Heap ofThisProcess() {
        return new Heap(Runtime.getRuntime().maxMemory());
    }

    /**
     * Rejects a size that does not fit.
     *
     * @throws TooLargeException if it does not fit; its message has the memory that would be needed
     */
    void require(int size) {
        long needed = MatrixCube.memoryBytes(size) + REST_BYTES;
        if (size > BlockMatrix.MAX_SIZE) {
            throw new TooLargeException("size " + size + " needs " + amount(needed)
                    + " of heap, and more blocks than can be counted (expected: at most " + BlockMatrix.MAX_SIZE
                    + ")");
        }
        if (needed > maxBytes) {
            long mebibytes = (needed >> 20) + 1;
            throw new TooLargeException(String.format(
                    Locale.ROOT,
                    "size %d needs %s of heap and there are %s: choose a smaller one with -n, or start java with -Xmx%dm",
                    size,
                    amount(needed),
                    amount(maxBytes),
                    mebibytes));
        }
    }

    private static String amount(long bytes) {
        return bytes < GIBIBYTE
                ? (bytes >> 20) + " MiB"
                : String.format(Locale.ROOT, "%.2f GiB", bytes / (double) GIBIBYTE);
    }

    /** The matrix does not fit into the memory. */
    public static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message);
        }
    }
}
