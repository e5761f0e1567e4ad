package io.rbfly.client.api;

import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.protocol.wire.Check;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a subscription a member of a group, of which the broker lets one member read a stream at a time. The others
 * wait and take over when it leaves. The members may be in different processes, and use different clients. With a super
 * stream, each partition has its own active member, and the broker spreads the partitions over the members. Needs
 * RabbitMQ 3.11 or later.
 *
 * <p><b>Hand-over.</b> When the broker selects another member, or the active one is closed, this order holds:
 *
 * <ol>
 *   <li>The subscription delivers no further message. {@link Subscription#isActive} returns false.
 *   <li>The message that the application is processing is finished: its handler has returned, and its stage is
 *       complete. A message of {@link Subscription#next} or {@link Subscription#asFlowPublisher} is finished when it
 *       was passed to {@link Subscription#acknowledge}.
 *   <li>The offset of the processed messages is stored, and the broker has confirmed it.
 *   <li>{@link ClientEvent.SubscriptionDeactivated} is reported, and the broker may activate the next member, which
 *       starts with the next message.
 * </ol>
 *
 * So in an orderly hand-over no message is processed twice, and none is skipped. Messages that were received and not
 * delivered are dropped; the next member receives them. If the message is not finished within
 * {@link #handOverTimeout()}, or the connection is lost, the next member starts after the last stored offset: each
 * message is processed at least once. A member that was too slow can finish its message, whose offset is not stored any
 * more.
 *
 * <p><b>Start.</b> A member that becomes active starts after the offset that is stored under the reference of
 * {@link SubscriptionOptions#offsetStoring()}. If there is none, offsets are stored with {@link OffsetStoring#of} under
 * the name of the group. If no offset is stored yet, it starts at the offset that was given when subscribing. All
 * members should have the same reference and the same offset. {@link #withOffsetOnActivation} replaces this.
 *
 * <p>Never use the name of a group both for a stream on its own and for the same stream as a partition of a super
 * stream: that destroys the metadata of RabbitMQ up to 4.1.0. A client refuses it for its own subscriptions: their
 * futures fail with {@link IllegalArgumentException}.
 *
 * <p>Immutable: each {@code with} method returns new options.
 */
public final class SingleActiveConsumer {
    private static final Duration DEFAULT_HAND_OVER = Duration.ofSeconds(30);
    private static final Duration LONGEST_HAND_OVER = Duration.ofSeconds(40);

    private final String name;
    private final Duration handOverTimeout;
    private final @Nullable Function<? super String, ? extends CompletionStage<Offset>> offsetOnActivation;

    private SingleActiveConsumer(
            String name,
            Duration handOverTimeout,
            @Nullable Function<? super String, ? extends CompletionStage<Offset>> offsetOnActivation) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(handOverTimeout, "handOverTimeout");
        Check.reference("name", name);
        if (handOverTimeout.isNegative() || handOverTimeout.compareTo(LONGEST_HAND_OVER) > 0) {
            throw new IllegalArgumentException("handOverTimeout: " + handOverTimeout + " (expected: 0 to 40 s)");
        }
        this.name = name;
        this.handOverTimeout = handOverTimeout;
        this.offsetOnActivation = offsetOnActivation;
    }

    /**
     * A member of a group.
     *
     * @param name of the group, 1 to 255 bytes in UTF-8
     * @throws IllegalArgumentException if the name is shorter or longer
     */
    public static SingleActiveConsumer named(String name) {
        return new SingleActiveConsumer(name, DEFAULT_HAND_OVER, null);
    }

    /**
     * These options with another limit for the message that the application is processing at a hand-over, zero for not
     * waiting.
     *
     * @throws IllegalArgumentException if it is negative or longer than 40 seconds
     */
    public SingleActiveConsumer withHandOverTimeout(Duration handOverTimeout) {
        return new SingleActiveConsumer(name, handOverTimeout, offsetOnActivation);
    }

    /**
     * These options with a function that chooses where the subscription starts each time it becomes active, null for
     * the stored offset. Use it if the application stores its position elsewhere, with the results of its work. Offsets
     * are then stored in the broker only if {@link SubscriptionOptions#offsetStoring()} is set.
     *
     * <p>The function gets the name of the stream, which is that of the partition with a super stream, and is called on
     * the callback executor, or on {@link SubscriptionOptions#partitionExecutor()} if a subscription to a super stream
     * has one, when this client does not process a message of the stream. Its stage should complete soon: nobody else
     * reads the stream meanwhile. If it fails, or is not complete within 45 seconds since the broker has activated the
     * subscription, the subscription ends with {@link HandlerException}, so that another member of the group becomes
     * active.
     */
    public SingleActiveConsumer withOffsetOnActivation(
            @Nullable Function<? super String, ? extends CompletionStage<Offset>> offsetOnActivation) {
        return new SingleActiveConsumer(name, handOverTimeout, offsetOnActivation);
    }

    /** The name of the group. */
    public String name() {
        return name;
    }

    /**
     * How long a hand-over waits for the message that the application is processing; 30 seconds by default, which
     * leaves time to store the offset before the broker closes the connection of a member that does not answer, after
     * 60 seconds.
     */
    public Duration handOverTimeout() {
        return handOverTimeout;
    }

    /** The function that chooses where the subscription starts, null (the default) for the stored offset. */
    @Nullable
    public Function<? super String, ? extends CompletionStage<Offset>> offsetOnActivation() {
        return offsetOnActivation;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof SingleActiveConsumer other
                && name.equals(other.name)
                && handOverTimeout.equals(other.handOverTimeout)
                && Objects.equals(offsetOnActivation, other.offsetOnActivation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, handOverTimeout, offsetOnActivation);
    }

    @Override
    public String toString() {
        return "SingleActiveConsumer[name=" + name + ", handOverTimeout=" + handOverTimeout + ", offsetOnActivation="
                + offsetOnActivation + "]";
    }
}
