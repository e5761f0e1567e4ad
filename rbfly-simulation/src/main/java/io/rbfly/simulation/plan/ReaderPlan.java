package io.rbfly.simulation.plan;

import io.rbfly.client.api.SubscriptionOptions;
import java.time.Duration;

/**
 * A subscription, which may be closed and opened again.
 *
 * @param id identifies it
 * @param client the number of its client
 * @param seed for everything that it draws
 * @param stream the number of its stream
 * @param options its options
 * @param reading how it reads
 * @param start where it starts
 * @param begins when it is opened
 * @param work how long a message takes, at most
 * @param lifetime how long it is open before it is closed and opened again, at most; zero for always
 * @param pauses whether it is paused and resumed now and then
 * @param cancels whether it cancels futures now and then
 */
public record ReaderPlan(
        int id,
        int client,
        long seed,
        int stream,
        SubscriptionOptions options,
        Reading reading,
        Start start,
        Duration begins,
        Duration work,
        Duration lifetime,
        boolean pauses,
        boolean cancels) {
    /** The ways to read. */
    public enum Reading {
        /** One call after the other. */
        NEXT,
        /** Several calls at a time. */
        OVERLAPPING_NEXT,
        /** A loop. */
        FOR_EACH,
        /** A loop over views. */
        FOR_EACH_VIEW,
        /** A reactive stream. */
        FLOW
    }

    /** The offsets to start at. */
    public enum Start {
        /** The first message. */
        FIRST,
        /** The last chunk. */
        LAST,
        /** Messages that are stored later. */
        NEXT,
        /** A message in the middle. */
        AT,
        /** A point in time. */
        TIMESTAMP,
        /** After the offset that was stored; the first message if there is none. */
        STORED
    }

    /** The name under which it stores offsets. */
    public String reference() {
        return "reader-" + id;
    }
}
