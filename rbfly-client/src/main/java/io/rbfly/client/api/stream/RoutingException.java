package io.rbfly.client.api.stream;

import io.rbfly.client.api.error.StreamException;
import java.util.List;

/**
 * A publisher of a super stream has no partition for a message: none is bound with its key; or partitions were added or
 * removed, and the publisher does not follow. The message was not sent.
 */
public final class RoutingException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** The reasons. Later versions may add others: a switch over them needs a default. */
    public enum Reason {
        /** No partition is bound with the key of the message, or there is none; other messages are not affected. */
        NO_PARTITION,
        /**
         * The publisher has ended because partitions were added or removed, see
         * {@link io.rbfly.client.api.Routing.PartitionChange}.
         */
        PARTITIONS_CHANGED
    }

    private RoutingException(String message, Reason reason) {
        super(message, null);
        this.reason = reason;
    }

    /** Creates an exception for a key that no partition has. */
    public static RoutingException noPartition(String superStream, String key) {
        return new RoutingException(
                "super stream " + superStream + ": no partition for key " + key, Reason.NO_PARTITION);
    }

    /** Creates an exception for partitions that have changed. */
    public static RoutingException partitionsChanged(String superStream, List<String> before, List<String> now) {
        return new RoutingException(
                "the partitions of super stream " + superStream + " have changed from " + before + " to " + now
                        + ", so that messages of a key may now belong to another one; open another publisher to use"
                        + " them",
                Reason.PARTITIONS_CHANGED);
    }

    /** The reason. */
    public Reason reason() {
        return reason;
    }
}
