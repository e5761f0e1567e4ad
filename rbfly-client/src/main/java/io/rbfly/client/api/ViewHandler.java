package io.rbfly.client.api;

/** Handles the messages of a subscription where they lie, one after the other. */
@FunctionalInterface
public interface ViewHandler {
    /**
     * Handles one message. Runs on the client's callback executor, by default its event loop, so it must be short.
     *
     * @param message valid until this method returns; {@link MessageView#keep} makes it stay
     * @throws Exception which is dealt with by the loop's {@link ErrorPolicy}
     */
    void handle(MessageView message) throws Exception;
}
