package io.rbfly.benchmarks.compare.driver;

/** A contender: a client, or what stands for one. Its methods block, and are called by one thread. */
public interface Driver extends AutoCloseable {
    /**
     * Opens a publisher.
     *
     * @param rich whether its messages have properties beside their body
     * @param tally told of every confirm
     */
    Publishing publish(String stream, boolean rich, Tally tally) throws Exception;

    /** Subscribes, from the first message or from what comes next; the reader is called from then on. */
    AutoCloseable subscribe(String stream, boolean fromFirst, boolean rich, Reader reader) throws Exception;

    /** Opens so many subscriptions to what comes next, as fast as it can. */
    void open(String stream, int subscriptions) throws Exception;

    @Override
    void close() throws Exception;
}
