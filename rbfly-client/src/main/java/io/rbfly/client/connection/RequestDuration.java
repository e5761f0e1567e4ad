package io.rbfly.client.connection;

import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.superstream.CreateSuperStream;
import io.rbfly.protocol.command.superstream.DeleteSuperStream;
import java.time.Duration;

/**
 * The time that brokers take for some requests in addition to the usual one. They create and delete the partitions of a
 * super stream one after the other, about 20 ms each.
 */
public final class RequestDuration {
    private static final Duration OF_PARTITION = Duration.ofMillis(60);

    /** Brokers refuse more partitions, and the request to delete them does not tell how many there are. */
    private static final int MAX_PARTITIONS = 1_000;

    private RequestDuration() {}

    static Duration beyondUsual(Request<?> request) {
        if (request instanceof CreateSuperStream create) {
            return ofPartitions(create.partitions().size());
        }
        return request instanceof DeleteSuperStream ? ofPartitions(MAX_PARTITIONS) : Duration.ZERO;
    }

    /** The additional time for a number of partitions. */
    public static Duration ofPartitions(int partitions) {
        return OF_PARTITION.multipliedBy(partitions);
    }
}
