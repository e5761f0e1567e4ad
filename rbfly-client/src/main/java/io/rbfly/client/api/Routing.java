package io.rbfly.client.api;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a publisher chooses the partition of each message of a super stream. Immutable: start with {@link #hash},
 * {@link #key} or {@link #of}.
 *
 * <pre>{@code
 * Routing.hash(body -> ((Order) body).customer())
 * Routing.key(body -> ((Order) body).region())
 * Routing.of((body, partitions) -> partitions)  // each message in each partition
 * }</pre>
 *
 * <p>Functions are called in the thread that sends, once for each message, concurrently if several threads send. If a
 * partition is removed before it has accepted all messages of {@link Publisher#sendAll}, they are called again for the
 * others, on the client's callback executor. They receive what is passed to the publisher: a body, an
 * {@link io.rbfly.codec.amqp.AmqpMessage}, a {@link MessageView} that is forwarded, or the bytes of
 * {@link Publisher#sendRaw}.
 *
 * <p>If a function throws, the message is not accepted, and fails with that exception. It fails with
 * {@link NullPointerException} if the function returns null, and with {@link IllegalArgumentException} if it names a
 * stream that is no partition. It fails with {@link io.rbfly.client.api.stream.RoutingException} if no partition is
 * bound with its key; or if partitions were added or removed, and the publisher does not follow
 * ({@link #withPartitionChange}).
 */
public final class Routing {
    private final Kind kind;
    private final @Nullable Function<Object, String> keyOf;
    private final @Nullable Router router;
    private final PartitionChange partitionChange;

    /** The kinds of routing. Later versions may add others: a switch over them needs a default. */
    public enum Kind {
        /** {@link Routing#hash}. */
        HASH,
        /** {@link Routing#key}. */
        KEY,
        /** {@link Routing#of}. */
        FUNCTION
    }

    /**
     * What a publisher of a super stream does when it notices that partitions were added or removed. Later versions may
     * add others: a switch over them needs a default.
     */
    public enum PartitionChange {
        /**
         * It ends with {@link io.rbfly.client.api.stream.RoutingException}. Messages that it has accepted are still
         * sent. The application decides when it opens another one, which uses the new partitions.
         */
        FAIL,

        /**
         * It uses the new partitions from then on. Messages of a key that now belongs to another partition are not
         * ordered with those that were sent before.
         */
        FOLLOW,

        /**
         * It continues with the partitions that it knows, and does not use added ones. If one of its partitions is
         * removed, it ends as with {@link #FAIL}.
         */
        KEEP
    }

    /** Chooses the partitions of a super stream for each message. */
    @FunctionalInterface
    public interface Router {
        /**
         * Returns the partitions for a message. It is called in the thread that sends, concurrently if several threads
         * send, and must not block.
         *
         * @param body what is passed to the publisher; the bytes if it is sent with {@link Publisher#sendRaw}
         * @param partitions the present partitions in their order, unmodifiable; there may be none
         * @return some of these partitions, each once: one; several, in each of which the message is stored; or none,
         *     so that the message is not sent
         */
        List<String> route(Object body, List<String> partitions);
    }

    private Routing(
            Kind kind,
            @Nullable Function<Object, String> keyOf,
            @Nullable Router router,
            PartitionChange partitionChange) {
        this.kind = kind;
        this.keyOf = keyOf;
        this.router = router;
        this.partitionChange = partitionChange;
    }

    /**
     * By a hash of a key: messages with the same key are in the same partition. The hash is that of all official
     * clients, so it is the same partition for them: MurmurHash3 of 32 bits with seed 104729 of the key in UTF-8, and
     * the unsigned remainder of its division by the number of partitions.
     *
     * <p>If the number of partitions changes, most keys belong to another partition. So
     * {@link #withPartitionChange(PartitionChange)} is {@link PartitionChange#FAIL} by default.
     *
     * @param keyOf returns the key of a message
     */
    public static Routing hash(Function<Object, String> keyOf) {
        return new Routing(Kind.HASH, Objects.requireNonNull(keyOf, "keyOf"), null, PartitionChange.FAIL);
    }

    /**
     * By the binding keys of the partitions: a message goes to the partition that is bound with its key, or to several
     * if several are. The broker is asked once for each key, and the answers are kept until the partitions change, but
     * not more than 10,000. Messages wait in order while an answer is awaited, up to the client's operation timeout. A
     * message whose key no partition has fails with {@link io.rbfly.client.api.stream.RoutingException}.
     * {@link #withPartitionChange(PartitionChange)} is {@link PartitionChange#FOLLOW} by default.
     *
     * @param keyOf returns the key of a message, up to 255 bytes in UTF-8
     */
    public static Routing key(Function<Object, String> keyOf) {
        return new Routing(Kind.KEY, Objects.requireNonNull(keyOf, "keyOf"), null, PartitionChange.FOLLOW);
    }

    /**
     * By a function of the application. {@link #withPartitionChange(PartitionChange)} is {@link PartitionChange#FOLLOW}
     * by default: the function receives the present partitions each time.
     */
    public static Routing of(Router router) {
        return new Routing(Kind.FUNCTION, null, Objects.requireNonNull(router, "router"), PartitionChange.FOLLOW);
    }

    /** This routing with another reaction to added and removed partitions. */
    public Routing withPartitionChange(PartitionChange partitionChange) {
        return new Routing(kind, keyOf, router, Objects.requireNonNull(partitionChange, "partitionChange"));
    }

    /** The kind of this routing. */
    public Kind kind() {
        return kind;
    }

    /** The function of {@link #hash} or {@link #key}, null for {@link #of}. */
    @Nullable
    public Function<Object, String> keyOf() {
        return keyOf;
    }

    /** The function of {@link #of}, otherwise null. */
    @Nullable
    public Router router() {
        return router;
    }

    /** What the publisher does when partitions are added or removed. */
    public PartitionChange partitionChange() {
        return partitionChange;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof Routing other
                && kind == other.kind
                && Objects.equals(keyOf, other.keyOf)
                && Objects.equals(router, other.router)
                && partitionChange == other.partitionChange;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, keyOf, router, partitionChange);
    }

    @Override
    public String toString() {
        return "Routing[kind=" + kind + ", partitionChange=" + partitionChange + "]";
    }
}
