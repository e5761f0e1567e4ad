package io.rbfly.benchmarks.compare.driver;

/** Takes what is read, in one thread at a time. */
public interface Reader {
    /**
     * Takes one message.
     *
     * @param bodySize of its body
     * @param number the first 8 bytes of its body
     */
    void message(long offset, int bodySize, long number);

    /** Takes a count of messages that nobody looked at. */
    void messages(long count);

    /** Reading failed. */
    void failed(Throwable cause);
}
