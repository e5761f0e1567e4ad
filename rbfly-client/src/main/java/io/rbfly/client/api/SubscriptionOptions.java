package io.rbfly.client.api;

import io.rbfly.client.api.error.MessagesSkippedException;
import io.rbfly.protocol.command.subscribing.Credit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription behaves.
 *
 * <p>What a subscription has in memory is bounded by credits and by bytes, whichever is reached first. Messages that
 * the application keeps are not counted.
 */
public final class SubscriptionOptions {

    /** A hundred credits, 4 MiB, all messages, no storing of offsets. */
    public static final SubscriptionOptions DEFAULT = new SubscriptionOptions(100, 4L << 20, null, null, false);

    private final int maxBufferedChunks;
    private final long maxBufferedBytes;
    private final @Nullable MessageFilter filter;
    private final @Nullable OffsetStoring offsetStoring;
    private final boolean stopOnSkippedMessages;

    private SubscriptionOptions(
            int maxBufferedChunks,
            long maxBufferedBytes,
            @Nullable MessageFilter filter,
            @Nullable OffsetStoring offsetStoring,
            boolean stopOnSkippedMessages) {
        if (maxBufferedChunks < 1 || maxBufferedChunks > Credit.MAX) {
            throw new IllegalArgumentException("maxBufferedChunks: " + maxBufferedChunks + " (expected: 1..32767)");
        }
        if (maxBufferedBytes < 1) {
            throw new IllegalArgumentException("maxBufferedBytes: " + maxBufferedBytes + " (expected: >= 1)");
        }
        this.maxBufferedChunks = maxBufferedChunks;
        this.maxBufferedBytes = maxBufferedBytes;
        this.filter = filter;
        this.offsetStoring = offsetStoring;
        this.stopOnSkippedMessages = stopOnSkippedMessages;
    }

    /** These options with another credit. */
    public SubscriptionOptions withMaxBufferedChunks(int maxBufferedChunks) {
        return new SubscriptionOptions(
                maxBufferedChunks, maxBufferedBytes, filter, offsetStoring, stopOnSkippedMessages);
    }

    /** These options with another bound of bytes. */
    public SubscriptionOptions withMaxBufferedBytes(long maxBufferedBytes) {
        return new SubscriptionOptions(
                maxBufferedChunks, maxBufferedBytes, filter, offsetStoring, stopOnSkippedMessages);
    }

    /** These options with a filter, null for none. */
    public SubscriptionOptions withFilter(@Nullable MessageFilter filter) {
        return new SubscriptionOptions(
                maxBufferedChunks, maxBufferedBytes, filter, offsetStoring, stopOnSkippedMessages);
    }

    /** These options with offsets stored by themselves, null for not. */
    public SubscriptionOptions withOffsetStoring(@Nullable OffsetStoring offsetStoring) {
        return new SubscriptionOptions(
                maxBufferedChunks, maxBufferedBytes, filter, offsetStoring, stopOnSkippedMessages);
    }

    /** These options, to end when messages are skipped or not to. */
    public SubscriptionOptions withStopOnSkippedMessages(boolean stopOnSkippedMessages) {
        return new SubscriptionOptions(
                maxBufferedChunks, maxBufferedBytes, filter, offsetStoring, stopOnSkippedMessages);
    }

    /**
     * Chunks that the broker may have on their way, together with those that are here and not read to their end, 1 to
     * 32,767; by default 100, but 10 until the first chunk has told its size. A chunk has up to 8,192 entries of any
     * size.
     */
    public int maxBufferedChunks() {
        return maxBufferedChunks;
    }

    /**
     * Bytes of chunks that are here and not read to their end, from 1; by default 4 MiB. Above it no credit is given
     * back, and as it is approached only as many as are likely to fit. What the broker was allowed to send before still
     * comes, so the bound is passed by at most what {@code maxBufferedChunks} chunks have, which happens when chunks
     * are much larger than those before them. A chunk that is larger than the bound is read like any other, alone.
     */
    public long maxBufferedBytes() {
        return maxBufferedBytes;
    }

    /** Which messages are wanted, null (the default) for all. */
    @Nullable
    public MessageFilter filter() {
        return filter;
    }

    /** Whether and when the broker is told how far the stream was read, null (the default) for never. */
    @Nullable
    public OffsetStoring offsetStoring() {
        return offsetStoring;
    }

    /**
     * Whether to end with {@link MessagesSkippedException} when messages that would have been read next are not in the
     * stream any more, because its retention deleted them or because the stream was deleted and created again; by
     * default false: reading continues at the first message that there is, and an event tells
     * ({@link io.rbfly.client.api.event.ClientEvent.MessagesSkipped},
     * {@link io.rbfly.client.api.event.ClientEvent.SubscriptionRestarted}). Needs RabbitMQ 3.11 or later.
     */
    public boolean stopOnSkippedMessages() {
        return stopOnSkippedMessages;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof SubscriptionOptions other
                && maxBufferedChunks == other.maxBufferedChunks
                && maxBufferedBytes == other.maxBufferedBytes
                && Objects.equals(filter, other.filter)
                && Objects.equals(offsetStoring, other.offsetStoring)
                && stopOnSkippedMessages == other.stopOnSkippedMessages;
    }

    @Override
    public int hashCode() {
        return Objects.hash(maxBufferedChunks, maxBufferedBytes, filter, offsetStoring, stopOnSkippedMessages);
    }

    @Override
    public String toString() {
        return "SubscriptionOptions[maxBufferedChunks=" + maxBufferedChunks + ", maxBufferedBytes=" + maxBufferedBytes
                + ", filter=" + filter + ", offsetStoring=" + offsetStoring + ", stopOnSkippedMessages="
                + stopOnSkippedMessages + "]";
    }
}
