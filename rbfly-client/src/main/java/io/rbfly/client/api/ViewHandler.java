package io.rbfly.client.api;

/**
 * Handles views of the messages of a subscription, one after the other; with
 * {@link SubscriptionOptions#partitionExecutor()}, one after the other in each partition of a super stream, and those
 * of different partitions at the same time.
 */
@FunctionalInterface
public interface ViewHandler {
    /**
     * Handles one message. Called on the client's callback executor, by default the event loop, so it must return
     * quickly. Called on {@link SubscriptionOptions#partitionExecutor()} instead if a subscription to a super stream
     * has one.
     *
     * @param message valid until this method returns; {@link MessageView#keep} returns a message that remains valid
     * @throws Exception to fail at this message, to which the loop's {@link ErrorPolicy} applies
     */
    void handle(MessageView message) throws Exception;
}
