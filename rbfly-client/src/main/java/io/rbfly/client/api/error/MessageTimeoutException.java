package io.rbfly.client.api.error;

import java.time.Duration;

/**
 * No message was available within the time given to {@link io.rbfly.client.api.Subscription#next(Duration)}. No message
 * is lost: the next call returns it.
 */
public final class MessageTimeoutException extends StreamException {
    private static final long serialVersionUID = 1L;

    public MessageTimeoutException(String stream, Duration timeout) {
        super("no message of stream " + stream + " within " + timeout, null);
    }
}
