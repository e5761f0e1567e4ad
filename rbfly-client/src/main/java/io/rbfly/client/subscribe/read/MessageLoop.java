package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.error.StreamException;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages as they come, in place of calls of {@code next()}. Used in the subscription's serial executor only.
 */
public interface MessageLoop {
    /** Whether it came to its end, or the application cancelled it. */
    boolean isFinished();

    /** Whether the application is at work on a message, which may be so for a while after the loop was cancelled. */
    boolean isBusy();

    /**
     * Takes messages as long as there are some and the reader has its turn. Called also when the subscription is over.
     */
    void run();

    /**
     * The subscription is over: an error, or null when the application closed it.
     *
     * @param now whether to end although the application is at work on a message
     */
    void end(@Nullable StreamException cause, boolean now);
}
