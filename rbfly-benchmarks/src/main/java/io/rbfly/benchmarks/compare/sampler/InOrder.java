package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Reader;
import io.rbfly.benchmarks.compare.driver.Tally;

/** Expects the messages of a stream in order, each with the right offset, number and size, none missing and none twice. */
final class InOrder implements Reader {
    private final Tally tally;
    private final int bodySize;
    private long next;

    InOrder(Tally tally, int bodySize) {
        this.tally = tally;
        this.bodySize = bodySize;
    }

    @Override
    public void message(long offset, int size, long number) {
        if (number != next || offset != next || size != bodySize) {
            failed(new IllegalStateException("message " + number + " of " + size + " bytes at offset " + offset
                    + " (expected: " + next + ", " + bodySize + " bytes)"));
        }
        next++;
        tally.add();
    }

    @Override
    public void messages(long count) {
        tally.add(count);
    }

    @Override
    public void failed(Throwable cause) {
        tally.failed(cause);
    }
}
