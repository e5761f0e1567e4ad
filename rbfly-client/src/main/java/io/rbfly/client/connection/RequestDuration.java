package io.rbfly.client.connection;

import io.rbfly.client.loop.Timer;
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

    /** The limit of a request. */
    static Duration limit(Duration usual, Request<?> request) {
        if (request instanceof CreateSuperStream create) {
            return limit(usual, create.partitions().size());
        }
        return request instanceof DeleteSuperStream ? limit(usual, MAX_PARTITIONS) : usual;
    }

    /** A limit, and the additional time for a number of partitions; no limit stays none. */
    public static Duration limit(Duration usual, int partitions) {
        return usual.compareTo(Timer.MAX) >= 0 ? usual : usual.plus(OF_PARTITION.multipliedBy(partitions));
    }
}
