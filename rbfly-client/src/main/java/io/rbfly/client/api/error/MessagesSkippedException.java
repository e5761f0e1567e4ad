package io.rbfly.client.api.error;

/**
 * Messages that a subscription was to read next are not in the stream any more, and the subscription was to stop in
 * that case ({@link io.rbfly.client.api.SubscriptionOptions#stopOnSkippedMessages}). What it had received before can be
 * read.
 */
public final class MessagesSkippedException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final long firstOffset;
    private final long nextOffset;

    /** Made by subscriptions. */
    public MessagesSkippedException(String message, long firstOffset, long nextOffset) {
        super(message, null);
        this.firstOffset = firstOffset;
        this.nextOffset = nextOffset;
    }

    /** The offset that would have been read next, unsigned. */
    public long firstOffset() {
        return firstOffset;
    }

    /** The first offset that can be read, unsigned; below the other one when the stream was created again. */
    public long nextOffset() {
        return nextOffset;
    }
}
