package io.rbfly.benchmarks.compare;

import java.util.Locale;

/** The progress of the run, and an estimate of the remaining time. */
final class Progress {
    private static final double NANOS_PER_SECOND = 1e9;

    private final int all;
    private final long beganNanos = System.nanoTime();
    private int done;

    Progress(int all) {
        this.all = all;
    }

    /** Counts one more sample and returns the progress. */
    String next() {
        done++;
        double seconds = (System.nanoTime() - beganNanos) / NANOS_PER_SECOND;
        long left = Math.round(seconds / done * (all - done));
        return String.format(Locale.ROOT, "%d/%d, %d:%02d left", done, all, left / 60, left % 60);
    }
}
