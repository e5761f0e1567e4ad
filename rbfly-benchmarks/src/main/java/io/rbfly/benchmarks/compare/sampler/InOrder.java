package io.rbfly.benchmarks.compare.sampler;

import io.rbfly.benchmarks.compare.driver.Tally;

/**
 * Checks that messages of a stream arrive in order, each with the right offset, number and size, none missing and none
 * twice.
 */
final class InOrder extends CountingReader {
    /** Number of messages that are counted together, so that counting does not dominate the measurement. */
    private static final int STRIDE = 1000;

    private final long messages;
    private final int bodySize;
    private long next;
    private long told;

    InOrder(Tally tally, long messages, int bodySize) {
        super(tally);
        this.messages = messages;
        this.bodySize = bodySize;
    }

    @Override
    public void message(long offset, int size, long number) {
        if (number != next || offset != next || size != bodySize) {
            failed(new IllegalStateException("message " + number + " of " + size + " bytes at offset " + offset
                    + " (expected: " + next + ", " + bodySize + " bytes)"));
        }
        next++;
        if (next - told == STRIDE || next >= messages) {
            messages(next - told);
            told = next;
        }
    }
}
