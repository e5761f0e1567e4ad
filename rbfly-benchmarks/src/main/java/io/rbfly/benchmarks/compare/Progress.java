package io.rbfly.benchmarks.compare;

import java.util.Locale;

/** How far it is, and how long it will take if it goes on like this. */
final class Progress {
    private static final double NANOS_PER_SECOND = 1e9;

    private final int all;
    private final long beganNanos = System.nanoTime();
    private int done;

    Progress(int all) {
        this.all = all;
    }

    /** One more is done. */
    String next() {
        done++;
        double seconds = (System.nanoTime() - beganNanos) / NANOS_PER_SECOND;
        long left = Math.round(seconds / done * (all - done));
        return String.format(Locale.ROOT, "%d/%d, %d:%02d left", done, all, left / 60, left % 60);
    }
}
