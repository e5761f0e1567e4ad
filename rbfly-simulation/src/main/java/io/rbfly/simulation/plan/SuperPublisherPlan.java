package io.rbfly.simulation.plan;

import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing.PartitionChange;
import java.time.Duration;

/**
 * A publisher to all partitions of the super stream, by the hash of keys, or by the keys that partitions are bound
 * with.
 *
 * @param id identifies it in messages, among all publishers
 * @param client the number of its client
 * @param seed for everything that it draws
 * @param options its options
 * @param change what it does when partitions are added or removed
 * @param messages how many messages it sends
 * @param burst how many it sends at a time, at most
 * @param pause the time between bursts, at most
 */
public record SuperPublisherPlan(
        int id,
        int client,
        long seed,
        PublisherOptions options,
        PartitionChange change,
        int messages,
        int burst,
        Duration pause) {
    /** The lowest id. */
    public static final int FIRST_ID = 100;

    /**
     * Whether brokers are asked for the partitions of keys. It follows from the seed, so that other runs are as before.
     */
    public boolean byKey() {
        return Long.remainderUnsigned(seed, 3) == 0;
    }
}
