package io.rbfly.simulation.plan;

import java.time.Duration;

/**
 * A client.
 *
 * @param callbacks where its callbacks run
 * @param heartbeat the requested interval of heartbeats; zero for the broker's
 * @param closes when it is closed, from the start of the run; zero if everything is done before
 */
public record ClientPlan(Callbacks callbacks, Duration heartbeat, Duration closes) {
    /** The executors of callbacks. */
    public enum Callbacks {
        /** The event loop of the client. */
        LOOP,
        /** The thread that submits a task. */
        DIRECT,
        /** A pool that runs tasks in any order. */
        POOL,
        /** A pool that rejects some tasks. */
        REJECTING_POOL
    }
}
