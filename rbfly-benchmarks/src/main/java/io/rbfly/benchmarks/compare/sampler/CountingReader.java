package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Reader;
import io.rbfly.benchmarks.compare.driver.Tally;

/** Counts received messages. */
class CountingReader implements Reader {
    private final Tally tally;

    CountingReader(Tally tally) {
        this.tally = tally;
    }

    @Override
    public void message(long offset, int bodySize, long number) {
        tally.add();
    }

    @Override
    public final void messages(long count) {
        tally.add(count);
    }

    @Override
    public final void failed(Throwable cause) {
        tally.failed(cause);
    }
}
