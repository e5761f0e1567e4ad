package io.rbfly.benchmarks.compare.driver;

/** A publisher of a contender. */
public interface Publishing extends AutoCloseable {
    /**
     * Sends a body, or as many as the contender sends at once; waits for room while too many are unconfirmed. Several
     * threads may send unless the contender is the limit.
     *
     * @return the number of messages sent
     */
    int send(byte[] body) throws Exception;

    /** Waits until all sent messages are confirmed, and returns their number. */
    long awaitConfirms(long sent) throws Exception;

    /** Sends a number of messages and awaits their confirms, until there are enough rounds. */
    void roundTrips(byte[] body, int messages, Rounds rounds) throws Exception;

    /** Closes the publisher. */
    @Override
    void close() throws Exception;

    /** Counts rounds and decides when there are enough. */
    interface Rounds {
        /** Returns whether another round is required. */
        boolean more();

        /** Counts a round that started at this {@link System#nanoTime}. */
        void over(long beganNanos);
    }
}
