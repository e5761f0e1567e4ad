package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Tally;

/** Expects the messages of a stream in order, each with the right offset, number and size, none missing and none twice. */
final class InOrder extends CountingReader {
    private final int bodySize;
    private long next;

    InOrder(Tally tally, int bodySize) {
        super(tally);
        this.bodySize = bodySize;
    }

    @Override
    public void message(long offset, int size, long number) {
        if (number != next || offset != next || size != bodySize) {
            failed(new IllegalStateException("message " + number + " of " + size + " bytes at offset " + offset
                    + " (expected: " + next + ", " + bodySize + " bytes)"));
        }
        next++;
        super.message(offset, size, number);
    }
}
