package io.rbfly.client;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.api.stream.SuperStreamOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a {@link StreamsClient} does with super streams. A super stream is a stream that is divided into partitions,
 * each of which is a stream by itself. Brokers represent it by an exchange of its name, to which the partitions are
 * bound with keys.
 *
 * <p>What {@link StreamsClient} states about threads, connections and futures applies to these methods, too.
 */
public interface SuperStreams {
    /**
     * Creates a super stream: an exchange of this name, and a stream for each partition. Needs RabbitMQ 3.13 or later.
     * Idempotent: succeeds if the super stream exists with the same partitions, binding keys and options. Options and
     * keys are compared as far as the user may ask the broker for them.
     *
     * <p>Brokers create partitions one after the other, about 20 ms each, so this operation may take 60 ms for each
     * partition longer than others. Meanwhile the broker processes nothing else on the connection that this client
     * uses, which may be one with subscriptions. If that connection is lost, this operation asks every second until the
     * broker has either finished or stopped creating partitions; if it has stopped, this operation deletes what is left
     * behind.
     *
     * @param superStream 1 to 255 bytes in UTF-8 without line breaks, not beginning with {@code amq.}, which brokers
     *     reserve. The names of its partitions must be usable for streams, see {@link StreamsClient#createStream}
     * @return a future that completes when the broker has created the super stream; it completes exceptionally with the
     *     exceptions listed at {@link StreamsClient}, among them
     *     <ul>
     *       <li>{@link BrokerException} with {@link ErrorCode#PRECONDITION_FAILED} if the super stream exists with
     *           other partitions, keys or options, if an exchange of this name exists, or if there are more partitions
     *           than the broker allows; its message states which;
     *       <li>{@link BrokerException} with {@link ErrorCode#STREAM_ALREADY_EXISTS} if a stream or a queue has the
     *           name of one of its partitions;
     *       <li>{@link ConnectionException} also if connections were lost and the broker has created only a part, which
     *           is then deleted;
     *       <li>{@link UnsupportedException} if the broker is older than RabbitMQ 3.13.
     *     </ul>
     */
    default CompletableFuture<Void> createSuperStream(String superStream, SuperStreamOptions options) {
        throw new UnsupportedOperationException("createSuperStream");
    }

    /**
     * Deletes a super stream, its partitions and all their messages. Needs RabbitMQ 3.13 or later. Idempotent: succeeds
     * if there is no exchange of this name.
     *
     * <p>Brokers do not check that the name is that of a super stream: they delete any exchange, and all streams that
     * are bound to it. This client refuses what is certainly no super stream: an exchange to which no stream is bound,
     * and one with a stream whose name does not begin with that of the super stream and a hyphen. It cannot recognise
     * an exchange of another application whose streams are named like partitions.
     *
     * <p>Brokers delete partitions one after the other, so this operation may take 60 seconds longer than others.
     *
     * @return a future that completes when they are deleted; it completes exceptionally with the exceptions listed
     *     above, among them
     *     <ul>
     *       <li>{@link BrokerException} with {@link ErrorCode#PRECONDITION_FAILED} if it is no super stream, as
     *           described;
     *       <li>{@link IllegalArgumentException} if the name is empty, by which brokers would delete all streams of the
     *           virtual host, or begins with {@code amq.};
     *       <li>{@link UnsupportedException} if the broker is older than RabbitMQ 3.13.
     *     </ul>
     */
    default CompletableFuture<Void> deleteSuperStream(String superStream) {
        throw new UnsupportedOperationException("deleteSuperStream");
    }

    /** Checks whether a super stream exists, that is, an exchange of this name to which streams are bound. */
    default CompletableFuture<Boolean> superStreamExists(String superStream) {
        throw new UnsupportedOperationException("superStreamExists");
    }

    /**
     * Queries the partitions of a super stream.
     *
     * @return a future that completes with the names of the partitions in their order, each once; it completes
     *     exceptionally with the exceptions listed at {@link StreamsClient}, among them {@link BrokerException} with
     *     {@link ErrorCode#STREAM_DOES_NOT_EXIST} if there is no exchange of this name
     */
    default CompletableFuture<List<String>> partitions(String superStream) {
        throw new UnsupportedOperationException("partitions");
    }

    /**
     * Queries the partitions that are bound to a super stream with a key.
     *
     * @param routingKey up to 255 bytes in UTF-8
     * @return a future that completes with the names of the partitions: one, several if several are bound with this
     *     key, none if no partition is. It completes exceptionally as that of {@link #partitions} does
     */
    default CompletableFuture<List<String>> route(String superStream, String routingKey) {
        throw new UnsupportedOperationException("route");
    }

    /**
     * Opens a publisher to all partitions of a super stream with the default options; otherwise as
     * {@link #superStreamPublisher(String, Routing, PublisherOptions)}.
     */
    default CompletableFuture<Publisher> superStreamPublisher(String superStream, Routing routing) {
        return superStreamPublisher(superStream, routing, PublisherOptions.DEFAULT);
    }

    /**
     * Opens a publisher to all partitions of a super stream. It is used like one of a stream, with these differences:
     *
     * <ul>
     *   <li>Each message goes to the partitions that the routing returns: usually one. Messages of a partition are
     *       stored in the order of the calls. A message whose partitions the broker must be asked for waits for the
     *       answer, and all later messages wait behind it. {@link Publisher#stream()} is the super stream.
     *   <li>The value of {@link Publisher#send} is the publishing id in the partition of the message; ids of different
     *       partitions are independent. If a message goes to several partitions, the future completes when all have
     *       confirmed it, with the id in the first of them, or fails with the first failure, although others may have
     *       stored it. If the application's function returns no partition, nothing is sent, and the value is 0.
     *   <li>The limits of unconfirmed and of waiting messages apply to all partitions together. A quarter of each is
     *       guaranteed to them in equal parts, and the rest is lent to those that need more; a partition that has
     *       nothing in flight may always send one frame, by which the limits may be exceeded. So a partition that is
     *       slow or not available leaves the others their part: {@link Publisher#enqueue} awaits room for the partition
     *       of its message, and only messages of that partition fail with
     *       {@link io.rbfly.client.api.error.PublisherFullException}. {@link Publisher#ready} awaits room in all
     *       partitions. {@link Publisher#sendAll} sends the messages of each partition in their order, and those of a
     *       slow one hold no others back.
     *   <li>The broker accepts a publisher for a partition when its first message is sent, but one with a name for all
     *       partitions before the future of this method completes. A partition that cannot be opened later is retried
     *       as one that was open before; only if it is refused itself for longer than a request may take, for example
     *       because a permission is missing, the publisher ends with that exception.
     *   <li>A name deduplicates in each partition by itself: a message is stored once in a partition. With ids of the
     *       application ({@link Publisher#send(long, Object)}) it must go to the same partition each time, so the
     *       partitions must be the same. {@link Publisher#lastPublishingId()} is the lowest of those of the partitions:
     *       an application that sends its input with increasing ids may start again after it, since each partition has
     *       all its messages up to that id, and recognises what it has of the rest. It is 0 if a partition has stored
     *       nothing yet, and without a name.
     *   <li>If partitions are added or removed, the publisher does what {@link Routing#withPartitionChange} says; it
     *       notices as described at {@link StreamsClientBuilder#partitionInterval}. It ends with a
     *       {@link BrokerException} with {@link ErrorCode#STREAM_DOES_NOT_EXIST} if the super stream is deleted. Until
     *       it notices, messages for a partition that was deleted fail with that exception, and so do those that still
     *       wait for a partition when it notices that this was removed. Any other exception that ends the publisher of
     *       one partition ends all; messages that were accepted for others are still sent.
     * </ul>
     *
     * @param superStream an existing super stream
     * @param routing how the partition of each message is chosen
     * @return a future that completes with the publisher; it completes exceptionally with the exceptions listed at
     *     {@link StreamsClient}, among them {@link BrokerException} with {@link ErrorCode#STREAM_DOES_NOT_EXIST} if
     *     there is no such super stream, or if it has no partitions
     */
    default CompletableFuture<Publisher> superStreamPublisher(
            String superStream, Routing routing, PublisherOptions options) {
        throw new UnsupportedOperationException("superStreamPublisher");
    }

    /**
     * Subscribes to all partitions of a super stream with the default options; otherwise as
     * {@link #subscribeSuperStream(String, Offset, SubscriptionOptions)}.
     */
    default CompletableFuture<Subscription> subscribeSuperStream(String superStream, Offset offset) {
        return subscribeSuperStream(superStream, offset, SubscriptionOptions.DEFAULT);
    }

    /**
     * Subscribes to all partitions of a super stream. The subscription is used like one of a stream, with these
     * differences:
     *
     * <ul>
     *   <li>Messages of a partition are delivered in their order; those of different partitions in any order.
     *       Partitions take turns, a chunk each. {@link io.rbfly.client.api.MessageView#stream()} of a message is its
     *       partition, {@link Subscription#stream()} the super stream.
     *   <li>The limits of chunks and bytes of the options apply to all partitions together. Half of each is guaranteed
     *       to them in equal parts, and the rest is lent to those whose chunks are received and not read yet; a
     *       partition may always receive one chunk, by which the limits may be exceeded.
     *   <li>An offset is one of each partition: {@link Offset#at} starts each partition at that offset, and
     *       {@link Offset#stored} after the one stored for it. {@link Subscription#storeOffset} stores the offset of
     *       the message of each partition that was delivered last, and {@link SubscriptionOptions#offsetStoring()} does
     *       so as described there, for each partition by itself.
     *   <li>Partitions that are added while it is open are read from their first message, or after the stored offset if
     *       the subscription started at stored offsets. They are noticed as described at
     *       {@link StreamsClientBuilder#partitionInterval}, and retried as those that were open before; only a
     *       partition that is refused itself for longer than a request may take, for example because a permission is
     *       missing, ends the subscription. If the client is not running meanwhile, {@link Offset#NEXT} and the like
     *       apply to them, too: use {@link Offset#stored} without another offset to miss no message.
     *   <li>If a partition is deleted, or taken out of the super stream, what was received of it is still delivered,
     *       and the subscription continues with the others. It ends with a {@link BrokerException} with
     *       {@link ErrorCode#STREAM_DOES_NOT_EXIST} if the super stream is deleted. Any other exception that ends the
     *       subscription of one partition ends all.
     * </ul>
     *
     * @param superStream an existing super stream
     * @param offset where to start in each partition
     * @return a future that completes with the subscription when the brokers have accepted it for all partitions; it
     *     completes exceptionally with the exceptions listed at {@link StreamsClient} and at
     *     {@link StreamsClient#subscribe(String, Offset, SubscriptionOptions)}, among them {@link BrokerException} with
     *     {@link ErrorCode#STREAM_DOES_NOT_EXIST} if there is no such super stream, or if it has no partitions; and
     *     {@link IllegalArgumentException} if this client has a member of the same group that reads one of the
     *     partitions as a stream on its own, or as a partition of another super stream
     */
    default CompletableFuture<Subscription> subscribeSuperStream(
            String superStream, Offset offset, SubscriptionOptions options) {
        throw new UnsupportedOperationException("subscribeSuperStream");
    }
}
