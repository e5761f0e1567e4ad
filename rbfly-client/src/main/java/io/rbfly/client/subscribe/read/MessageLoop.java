package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.error.StreamException;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages as they arrive, in place of calls of {@code next()}. Used in the subscription's serial executor only.
 */
public interface MessageLoop {
    /** Whether it has ended or was cancelled by the application. */
    boolean isFinished();

    /** Whether the application is processing a message, which may last for a while after the loop was cancelled. */
    boolean isBusy();

    /**
     * Reads messages as long as there are some and the reader has its turn. Also called when the subscription has
     * ended.
     */
    void run();

    /** The message that waits for a retry was dropped. */
    default void cancelRetry() {}

    /**
     * The subscription has ended: with an exception, or null if the application closed it.
     *
     * @param now whether to end even if the application is processing a message
     */
    void end(@Nullable StreamException cause, boolean now);
}
