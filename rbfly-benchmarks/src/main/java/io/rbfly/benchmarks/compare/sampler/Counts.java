package io.rbfly.benchmarks.compare.sampler;

/** A sample with a wrong count is an error, not a number. */
final class Counts {
    private Counts() {}

    static void check(String what, long counted, long expected) {
        if (counted != expected) {
            throw new IllegalStateException(counted + " " + what + " (expected: " + expected + ")");
        }
    }
}
