package io.rbfly.client.api;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Handles the messages of a subscription, one after the other; with {@link SubscriptionOptions#partitionExecutor()},
 * one after the other in each partition of a super stream, and those of different partitions at the same time.
 */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Handles one message. Called on the client's callback executor, by default the event loop: run long-running work
     * in a pool of the application, and return its future. Called on {@link SubscriptionOptions#partitionExecutor()}
     * instead if a subscription to a super stream has one.
     *
     * @return a stage after whose completion the next message is delivered, or null if the message is processed already
     * @throws Exception to fail at this message, to which the loop's {@link ErrorPolicy} applies
     */
    @Nullable
    CompletionStage<?> handle(Message message) throws Exception;

    /** Returns a handler for which a message is processed when the function returns. */
    static MessageHandler of(Consumer<? super Message> handler) {
        Objects.requireNonNull(handler, "handler");
        return message -> {
            handler.accept(message);
            return null;
        };
    }
}
