package io.rbfly.simulation.model;

/** In which order the messages of a publisher may be stored. */
public interface SendingOrder {
    /** Whether a message may be stored after another one of the same publisher, which was sent later. */
    boolean mayFollow(int publisher, long number, long later);
}
