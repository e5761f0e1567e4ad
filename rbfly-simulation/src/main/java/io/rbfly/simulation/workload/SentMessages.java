package io.rbfly.simulation.workload;

import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.RequestTimeoutException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;

/**
 * What an application knows of the messages that it has sent, by their numbers, with publishers of one name that it has
 * opened one after the other.
 */
final class SentMessages {
    private final Set<Long> notAccepted = new HashSet<>();
    private final Set<Long> unknown = new HashSet<>();
    /** The numbers of the first messages after a publisher was closed. */
    private final TreeSet<Long> beginnings = new TreeSet<>();

    /** A message was not accepted, which a flush does not report. */
    void notAccepted(long number) {
        notAccepted.add(number);
    }

    boolean isAccepted(long number) {
        return !notAccepted.contains(number);
    }

    /** A message has failed. */
    void failed(long number, Throwable error) {
        if (error instanceof ClosedException
                || error instanceof CancellationException
                || error instanceof RequestTimeoutException) {
            unknown.add(number);
        }
    }

    /** The publisher was closed, and another one is opened for the messages from a number on. */
    void closed(long next) {
        beginnings.add(next);
    }

    /**
     * Whether a message may be stored behind one that was sent later. Its outcome was unknown when its publisher was
     * closed, and the later one was sent by another publisher: on another connection it may overtake the bytes of a
     * connection that stalls. No client can get these back.
     */
    boolean mayFollow(long number, long later) {
        Long end = beginnings.higher(number);
        return unknown.contains(number) && end != null && later >= end;
    }
}
