package io.rbfly.simulation.plan;

import java.time.Duration;

/**
 * What the brokers of a run do in their own way.
 *
 * @param seed for what they draw
 * @param maxEntries how many entries a chunk has at most
 * @param confirmIds how many messages a confirm is about at most
 * @param confirmDelay the time in which a confirm can be overtaken by others, at most
 * @param election how long a stream is without a leader at least
 * @param balancer whether clients reach the nodes through a load balancer only, which leads them to any
 * @param segmentBytes the size of a segment of a stream; zero for the usual, so that nothing is deleted
 * @param retainedSegments how many segments a stream has before the first is deleted
 * @param survivors whether the next leader has messages that the one before it had not committed
 */
public record ClusterPlan(
        long seed,
        int maxEntries,
        int confirmIds,
        Duration confirmDelay,
        Duration election,
        boolean balancer,
        int segmentBytes,
        int retainedSegments,
        boolean survivors) {
    /** What they do usually. */
    public static final ClusterPlan USUAL =
            new ClusterPlan(0, 4_096, Integer.MAX_VALUE, Duration.ZERO, Duration.ofMillis(100), false, 0, 1, false);
}
