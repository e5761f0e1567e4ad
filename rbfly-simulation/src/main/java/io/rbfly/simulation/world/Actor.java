package io.rbfly.simulation.world;

/** What runs tasks as a thread does: one task after the other, interleaved with other actors. */
public interface Actor {
    /** Whether there is a task to run now. */
    boolean hasWork();

    /** Runs some of the tasks. */
    void turn();

    /** When there will be a task to run, in nanoseconds of simulated time; {@link World#NEVER} if that is not known. */
    long nextDeadline();
}
