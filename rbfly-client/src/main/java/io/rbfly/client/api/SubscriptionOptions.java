package io.rbfly.client.api;

import io.rbfly.client.api.error.MessagesSkippedException;
import io.rbfly.protocol.command.subscribing.Credit;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Options of a subscription. Immutable: each {@code with} method returns new options.
 *
 * <p>The memory of a subscription is limited both by credits and by bytes. Messages that the application keeps are not
 * counted.
 */
public final class SubscriptionOptions {

    private static final int MAX_BATCH_BYTES = 1 << 30;

    /** 100 credits, 4 MiB, no filter, no storing of offsets. */
    public static final SubscriptionOptions DEFAULT = new SubscriptionOptions(new Values());

    private final Values values;

    /** What is copied and changed before it becomes part of options. */
    private static final class Values implements Cloneable {
        int maxBufferedChunks = 100;
        long maxBufferedBytes = 4L << 20;

        @Nullable
        MessageFilter filter;

        @Nullable
        OffsetStoring offsetStoring;

        boolean stopOnSkippedMessages;
        boolean replicaOnly;

        @Nullable
        SingleActiveConsumer singleActiveConsumer;

        int maxBatchBytes = 64 << 20;

        @Nullable
        Executor partitionExecutor;

        Values copy() {
            try {
                return (Values) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private SubscriptionOptions(Values values) {
        if (values.maxBufferedChunks < 1 || values.maxBufferedChunks > Credit.MAX) {
            throw new IllegalArgumentException(
                    "maxBufferedChunks: " + values.maxBufferedChunks + " (expected: 1..32767)");
        }
        if (values.maxBufferedBytes < 1) {
            throw new IllegalArgumentException("maxBufferedBytes: " + values.maxBufferedBytes + " (expected: >= 1)");
        }
        if (values.maxBatchBytes < 1 || values.maxBatchBytes > MAX_BATCH_BYTES) {
            throw new IllegalArgumentException("maxBatchBytes: " + values.maxBatchBytes + " (expected: 1..1 GiB)");
        }
        this.values = values;
    }

    private SubscriptionOptions(SubscriptionOptions from, Consumer<Values> change) {
        this(changed(from.values.copy(), change));
    }

    private static Values changed(Values values, Consumer<Values> change) {
        change.accept(values);
        return values;
    }

    /** These options with another limit of chunks. */
    public SubscriptionOptions withMaxBufferedChunks(int maxBufferedChunks) {
        return new SubscriptionOptions(this, to -> to.maxBufferedChunks = maxBufferedChunks);
    }

    /** These options with another limit of bytes. */
    public SubscriptionOptions withMaxBufferedBytes(long maxBufferedBytes) {
        return new SubscriptionOptions(this, to -> to.maxBufferedBytes = maxBufferedBytes);
    }

    /** These options with a filter, null for none. */
    public SubscriptionOptions withFilter(@Nullable MessageFilter filter) {
        return new SubscriptionOptions(this, to -> to.filter = filter);
    }

    /** These options with automatic storing of offsets, null for none. */
    public SubscriptionOptions withOffsetStoring(@Nullable OffsetStoring offsetStoring) {
        return new SubscriptionOptions(this, to -> to.offsetStoring = offsetStoring);
    }

    /** These options with or without {@link #stopOnSkippedMessages()}. */
    public SubscriptionOptions withStopOnSkippedMessages(boolean stopOnSkippedMessages) {
        return new SubscriptionOptions(this, to -> to.stopOnSkippedMessages = stopOnSkippedMessages);
    }

    /** These options with or without {@link #replicaOnly()}. */
    public SubscriptionOptions withReplicaOnly(boolean replicaOnly) {
        return new SubscriptionOptions(this, to -> to.replicaOnly = replicaOnly);
    }

    /** These options as a member of a group, of which one reads the stream at a time; null for none. */
    public SubscriptionOptions withSingleActiveConsumer(@Nullable SingleActiveConsumer singleActiveConsumer) {
        return new SubscriptionOptions(this, to -> to.singleActiveConsumer = singleActiveConsumer);
    }

    /** These options with another limit of the size of batches. */
    public SubscriptionOptions withMaxBatchBytes(int maxBatchBytes) {
        return new SubscriptionOptions(this, to -> to.maxBatchBytes = maxBatchBytes);
    }

    /** These options with an executor for the handlers of partitions, null for one handler at a time. */
    public SubscriptionOptions withPartitionExecutor(@Nullable Executor partitionExecutor) {
        return new SubscriptionOptions(this, to -> to.partitionExecutor = partitionExecutor);
    }

    /**
     * The maximum number of chunks that the broker may send in advance, including those that are received and not read
     * completely, 1 to 32,767; 100 by default, but 10 until the size of the first chunk is known. A chunk has up to
     * 8,192 entries of any size.
     */
    public int maxBufferedChunks() {
        return values.maxBufferedChunks;
    }

    /**
     * The maximum number of bytes of chunks that are received and not read completely, from 1; 4 MiB by default. Above
     * it no credit is returned; close to it, only as many credits as are likely to fit. Chunks for which the broker had
     * credit before are still received. So the limit may be exceeded by at most the size of {@code maxBufferedChunks}
     * chunks, which happens if chunks are much larger than the previous ones. A chunk that is larger than the limit is
     * received on its own and read like any other.
     *
     * <p>The messages of compressed batches count with their size before compression. They are decompressed shortly
     * before they are read, some 256 KiB at a time: no more than this limit, or one batch if it is larger, is held
     * decompressed.
     */
    public long maxBufferedBytes() {
        return values.maxBufferedBytes;
    }

    /** The filter, null (the default) for all messages. */
    @Nullable
    public MessageFilter filter() {
        return values.filter;
    }

    /** Whether and when offsets are stored automatically, null (the default) for never. */
    @Nullable
    public OffsetStoring offsetStoring() {
        return values.offsetStoring;
    }

    /**
     * Whether to end with {@link MessagesSkippedException} if messages that would be read next no longer exist, because
     * they were deleted by the retention of the stream or because the stream was deleted and created again. False by
     * default: the subscription continues with the first message that exists, and reports it by an event
     * ({@link io.rbfly.client.api.event.ClientEvent.MessagesSkipped},
     * {@link io.rbfly.client.api.event.ClientEvent.SubscriptionRestarted}). Needs RabbitMQ 3.11 or later.
     */
    public boolean stopOnSkippedMessages() {
        return values.stopOnSkippedMessages;
    }

    /**
     * Whether the subscription never reads from the leader of the stream, which has the work of the publishers; false
     * by default. Without it a replica is preferred, and the leader is used if no replica can be. With it, a stream
     * that has no replica that runs, as each stream of a single node, is treated like one that is not available:
     * opening is retried for as long as a request may take and then fails with
     * {@link io.rbfly.client.api.error.BrokerException}; a subscription that was open waits for a replica and tries to
     * reconnect as often as the client's limit allows. If the replica that it reads from becomes the leader, the broker
     * ends the subscription there, and it moves to another replica. Behind a load balancer, connections are opened
     * until one leads to the replica, as for any node.
     */
    public boolean replicaOnly() {
        return values.replicaOnly;
    }

    /** The group of which the subscription is a member, null (the default) for none. */
    @Nullable
    public SingleActiveConsumer singleActiveConsumer() {
        return values.singleActiveConsumer;
    }

    /**
     * The maximum size of a compressed batch before compression, in bytes, 1 to 1 GiB; 64 MiB by default, which is the
     * largest that brokers accept since RabbitMQ 4.3.5. A batch that is larger is not decompressed, and is read as a
     * {@link io.rbfly.client.api.error.MalformedBatchException}.
     */
    public int maxBatchBytes() {
        return values.maxBatchBytes;
    }

    /**
     * The executor on which a subscription to a super stream calls its handlers: those of different partitions in
     * parallel, those of a partition one after the other in its order. Null (the default) for one handler at a time on
     * the client's callback executor. The function of the filter, the error policy and the function of
     * {@link SingleActiveConsumer#offsetOnActivation()} are called on it, too. With an executor,
     * {@link Subscription#forEach}, {@link Subscription#forEachView} and {@link Subscription#forEachBatch} are the ways
     * to read: {@link Subscription#next} and {@link Subscription#asFlowPublisher} fail with
     * {@link IllegalStateException}. If a handler fails and the policy is to stop, the loops of all partitions end, and
     * their handlers at work complete. Ignored by subscriptions to a stream.
     */
    @Nullable
    public Executor partitionExecutor() {
        return values.partitionExecutor;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof SubscriptionOptions other
                && values.maxBufferedChunks == other.values.maxBufferedChunks
                && values.maxBufferedBytes == other.values.maxBufferedBytes
                && Objects.equals(values.filter, other.values.filter)
                && Objects.equals(values.offsetStoring, other.values.offsetStoring)
                && values.stopOnSkippedMessages == other.values.stopOnSkippedMessages
                && values.replicaOnly == other.values.replicaOnly
                && Objects.equals(values.singleActiveConsumer, other.values.singleActiveConsumer)
                && values.maxBatchBytes == other.values.maxBatchBytes
                && Objects.equals(values.partitionExecutor, other.values.partitionExecutor);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                values.maxBufferedChunks,
                values.maxBufferedBytes,
                values.filter,
                values.offsetStoring,
                values.stopOnSkippedMessages,
                values.replicaOnly,
                values.singleActiveConsumer,
                values.maxBatchBytes,
                values.partitionExecutor);
    }

    @Override
    public String toString() {
        return "SubscriptionOptions[maxBufferedChunks=" + values.maxBufferedChunks + ", maxBufferedBytes="
                + values.maxBufferedBytes
                + ", filter=" + values.filter + ", offsetStoring=" + values.offsetStoring + ", stopOnSkippedMessages="
                + values.stopOnSkippedMessages + ", replicaOnly=" + values.replicaOnly + ", singleActiveConsumer="
                + values.singleActiveConsumer
                + ", maxBatchBytes="
                + values.maxBatchBytes + ", partitionExecutor=" + values.partitionExecutor + "]";
    }
}
