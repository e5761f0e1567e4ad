package io.rbfly.benchmarks.compare.driver;

/** A publisher at work. */
public interface Publishing extends AutoCloseable {
    /**
     * Sends a body, or as many of them as the contender sends at once; waits for room while too many are not confirmed.
     * Several threads may send unless the contender is the limit.
     *
     * @return how many were sent
     */
    int send(byte[] body) throws Exception;

    /** Waits until everything that was sent is confirmed, and returns how many that are. */
    long awaitConfirms(long sent) throws Exception;

    /** Sends so many messages and awaits their confirms, as long as more rounds are wanted. */
    void roundTrips(byte[] body, int messages, Rounds rounds) throws Exception;

    /** No more is sent. */
    @Override
    void close() throws Exception;

    /** Counts rounds and tells when it is enough. */
    interface Rounds {
        /** Whether another round is wanted. */
        boolean more();

        /** A round is over, begun at this {@link System#nanoTime}. */
        void over(long beganNanos);
    }
}
