package io.rbfly.client.subscribe.group;

import io.rbfly.client.api.Offset;
import io.rbfly.client.connection.Connection;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/** The subscription of a member of a group. Called on the event loop; futures complete there. */
public interface GroupReading {
    /**
     * Delivers no further message, and drops those that were received.
     *
     * @return completes when no loop is processing a message, with the offset of the last message that was delivered to
     *     readers who acknowledge messages themselves, {@link io.rbfly.client.subscribe.offset.ProcessedOffset#NONE} if
     *     there is none
     */
    CompletableFuture<Long> stop();

    /** Completes when no loop is processing a message of before, and none counts as processed any more. */
    CompletableFuture<Void> clear();

    /** Starts at an offset, after the queries that this needs; completes with where the broker is to start. */
    CompletableFuture<OffsetSpec> startAt(Connection connection, Offset offset);

    /** Starts after an offset that was processed by a member of the group; returns where the broker is to start. */
    OffsetSpec startAfter(long offset);

    /** Where the broker is to continue now. */
    OffsetSpec position();

    /**
     * Delivers what the broker sends from now on, and gives it credit.
     *
     * @param first called with the first wanted offset of the first chunk
     */
    void proceed(Connection connection, LongConsumer first);

    /** It is no longer active: nothing is stored for the application, since another member may have read further. */
    void ended();

    /**
     * Gives up the place in the group, and joins again after a pause.
     *
     * @param reason what it is or does, for the application
     */
    void leave(String reason);

    /** The broker did not answer, or refused a request. */
    void failed(Throwable error);
}
