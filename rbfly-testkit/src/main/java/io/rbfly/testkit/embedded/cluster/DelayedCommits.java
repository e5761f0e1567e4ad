package io.rbfly.testkit.embedded.cluster;

import java.time.Duration;

/** The commits of a stream that wait for a delay which a test has set. */
final class DelayedCommits {
    private final ClusterState cluster;
    /** The index before which everything will be committed; 0 if there is none. */
    private long index;

    private int cancellations;

    DelayedCommits(ClusterState cluster) {
        this.cluster = cluster;
    }

    /** Whether no other delay begins for what is written before an index. */
    boolean isUnderWay(long target) {
        return index >= target || index > 0 && !cluster.faults().delaysEachCommit();
    }

    /** Runs a commit of everything before an index after a delay, unless it is cancelled. */
    void add(long target, Duration delay, Runnable commit) {
        index = target;
        int before = cancellations;
        cluster.after(delay, () -> {
            if (before == cancellations) {
                if (index == target) {
                    index = 0;
                }
                commit.run();
            }
        });
    }

    void cancel() {
        index = 0;
        cancellations++;
    }
}
