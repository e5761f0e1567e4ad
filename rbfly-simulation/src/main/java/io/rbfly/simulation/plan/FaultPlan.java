package io.rbfly.simulation.plan;

import java.time.Duration;

/**
 * A fault.
 *
 * @param id its number in the plan, from 0
 * @param kind what happens
 * @param begins when, from the start of the run
 * @param lasts how long
 * @param seed for what it draws when it begins, such as the node
 */
public record FaultPlan(int id, Kind kind, Duration begins, Duration lasts, long seed) {
    /** The kinds of faults. */
    public enum Kind {
        /** A connection ends. */
        CUT,
        /** A connection loses everything, and nobody notices. */
        HALF_OPEN,
        /** The next connection ends, or loses everything, after some bytes. */
        LOSE_NEXT,
        /** Nothing arrives for a time. */
        STALL,
        /** A client receives something that no broker sends. */
        GARBAGE,
        /** A disk returns other bytes than were written, for a time. */
        DAMAGED_CHUNKS,
        /** A node refuses connections. */
        REFUSE,
        /** A node does not answer those who connect. */
        SILENT,
        /** A node is killed, and started later. */
        KILL,
        /** A node does nothing for a time. */
        FREEZE,
        /** A node is separated from the others. */
        ISOLATE,
        /** A stream gets another leader. */
        MOVE_LEADER,
        /** A stream is deleted, and created again, at once or later. */
        RECREATE_STREAM,
        /** No message is confirmed for a time. */
        HOLD_CONFIRMS,
        /** Confirms take longer for a time. */
        SLOW_CONFIRMS,
        /** A node has used up its memory or its disk. */
        ALARM,
        /** The password of the user is another for a time. */
        PASSWORD,
        /** Nodes refuse requests or messages. */
        REFUSE_REQUESTS,
        /** Nodes execute requests later. */
        DELAY_REQUESTS,
        /** Nodes do not answer requests. */
        IGNORE_REQUESTS,
        /** Nodes end a connection because of a frame. */
        END_REQUESTS,
        /** The application blocks the event loop of a client. */
        BLOCK_LOOP
    }
}
