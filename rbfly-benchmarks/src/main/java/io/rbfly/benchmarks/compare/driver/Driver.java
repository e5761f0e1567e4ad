package io.rbfly.benchmarks.compare.driver;

/** A contender: a client or its replacement. Its methods block, and are called by one thread. */
public interface Driver extends AutoCloseable {
    /**
     * Opens a publisher.
     *
     * @param rich whether its messages have properties in addition to the body
     * @param tally counts every confirm
     */
    Publishing publish(String stream, boolean rich, Tally tally) throws Exception;

    /** Subscribes at the first message or at the end of the stream; the reader is called from then on. */
    AutoCloseable subscribe(String stream, boolean fromFirst, boolean rich, Reader reader) throws Exception;

    /** Opens a number of subscriptions at the end of the stream, as fast as possible. */
    void open(String stream, int subscriptions) throws Exception;

    @Override
    void close() throws Exception;
}
