package io.rbfly.client.api.error;

/**
 * A message does not fit into the largest frame negotiated with the broker. It was not sent. But if the message had
 * been accepted, and the publisher has then reconnected to a broker with smaller frames, it is unknown whether it was
 * stored.
 */
public final class MessageTooLargeException extends StreamException {
    private static final long serialVersionUID = 1L;

    private final long size;
    private final long limit;

    public MessageTooLargeException(long size, long limit) {
        super(
                "message of " + size + " bytes (expected: at most " + limit + ", to fit the negotiated frame size)",
                null);
        this.size = size;
        this.limit = limit;
    }

    /** The encoded size of the message in bytes. */
    public long size() {
        return size;
    }

    /** The maximum size in bytes. */
    public long limit() {
        return limit;
    }
}
