package io.rbfly.client.api.error;

/**
 * Messages that a subscription would read next no longer exist, and the subscription was configured to stop in that
 * case ({@link io.rbfly.client.api.SubscriptionOptions#stopOnSkippedMessages}). Messages received before can be read.
 */
public final class MessagesSkippedException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final long firstOffset;
    private final long nextOffset;

    /** Created by subscriptions. */
    public MessagesSkippedException(String message, long firstOffset, long nextOffset) {
        super(message, null);
        this.firstOffset = firstOffset;
        this.nextOffset = nextOffset;
    }

    /** The offset that would have been read next, unsigned. */
    public long firstOffset() {
        return firstOffset;
    }

    /** The first offset that exists, unsigned; lower than the other one if the stream was created again. */
    public long nextOffset() {
        return nextOffset;
    }
}
