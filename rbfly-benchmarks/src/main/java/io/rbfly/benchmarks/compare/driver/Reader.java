package io.rbfly.benchmarks.compare.driver;

/** Receives messages, in one thread at a time. */
public interface Reader {
    /**
     * Receives one message.
     *
     * @param bodySize the size of its body
     * @param number the first 8 bytes of its body
     */
    void message(long offset, int bodySize, long number);

    /** Receives a count of messages that were not examined. */
    void messages(long count);

    /** Reading failed. */
    void failed(Throwable cause);
}
