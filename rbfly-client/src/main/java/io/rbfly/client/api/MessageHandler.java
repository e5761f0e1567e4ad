package io.rbfly.client.api;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Handles the messages of a subscription, one after the other. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Handles one message. Runs on the client's callback executor, by default its event loop: work that takes long goes
     * to a pool of the application, whose future is returned.
     *
     * @return a stage whose completion asks for the next message, or null when the message is already dealt with
     * @throws Exception to end the loop with this error
     */
    @Nullable
    CompletionStage<?> handle(Message message) throws Exception;

    /** A handler that is done with a message when it returns. */
    static MessageHandler of(Consumer<? super Message> handler) {
        Objects.requireNonNull(handler, "handler");
        return message -> {
            handler.accept(message);
            return null;
        };
    }
}
