package io.rbfly.client.api;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.api.error.MalformedChunkException;
import io.rbfly.client.api.error.MessageTimeoutException;
import io.rbfly.client.api.error.UnsupportedException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream in order, from the offset given when subscribing.
 *
 * <p>After a lost connection the subscription continues automatically with the next unread message. Within one process
 * no message is lost or delivered twice, also if the subscription started at {@link Offset#NEXT} or {@link Offset#LAST}
 * and has received nothing yet.
 *
 * <p>The broker may send as many chunks as it has credits ({@link SubscriptionOptions#maxBufferedChunks()},
 * {@link SubscriptionOptions#maxBufferedBytes()}). A credit is returned when the application requests more than the
 * last message of a chunk, so memory is bounded.
 *
 * <p>All methods may be called from any thread, and none blocks. Messages are read by {@link #next}, by
 * {@link #forEach}, {@link #forEachView} or {@link #forEachBatch}, or by {@link #asFlowPublisher}. These ways of
 * reading may be used in turn, but not at the same time.
 *
 * <p><b>Threads and cancellation.</b> Futures complete on the client's callback executor. Cancelling one loses no
 * message and does not close the subscription. A message for which a cancelled call of {@link #next} had waited goes to
 * the next call. Cancelling the future of a loop ends it after the current message or list.
 */
public interface Subscription extends AsyncCloseable {
    /** The stream that is read. */
    String stream();

    /**
     * Whether the broker delivers to this subscription. With {@link SubscriptionOptions#singleActiveConsumer()}, it is
     * true from the activation of this member of the group until the subscription delivers no more, because another
     * member is to take over, the connection is lost, or the subscription is closed. Without, it is always true.
     */
    default boolean isActive() {
        return true;
    }

    /**
     * Reads the next message.
     *
     * <p>Calls may overlap: their futures complete in the order of the calls. Avoid an endless loop of
     * {@code await(subscription.next())} inside one method: async/await libraries that chain futures, such as EA Async,
     * use about 60 bytes for each iteration until the method returns. {@link #forEach} needs constant memory.
     *
     * @return a future that completes with the message; it completes exceptionally with
     *     <ul>
     *       <li>{@link BrokerException} if the broker ended the subscription permanently, for example because the
     *           stream was deleted;
     *       <li>{@link MalformedChunkException} if the bytes of a chunk are damaged;
     *       <li>{@link io.rbfly.client.api.error.InsufficientMemoryException} if there is not enough memory to
     *           decompress a batch;
     *       <li>{@link io.rbfly.client.api.error.MalformedBatchException} if the messages of a batch cannot be read;
     *           the message after the batch is the next;
     *       <li>{@link io.rbfly.client.api.error.MessagesSkippedException} if messages were deleted before they were
     *           read and {@link SubscriptionOptions#stopOnSkippedMessages()} is set;
     *       <li>{@link HandlerException} if a filter's function failed at the message; the message after it is the
     *           next. Also if the function of {@link SingleActiveConsumer#offsetOnActivation()} failed, which ends the
     *           subscription; {@link HandlerException#offset()} is 2^64 - 1 then;
     *       <li>{@link UnsupportedException} if a batch has a compression that this client does not support; the
     *           message after the batch is the next. Also if the broker of a partition that was added to a super stream
     *           is too old for the options, which ends the subscription;
     *       <li>{@link ConnectionException} if the client gave up reconnecting;
     *       <li>{@link ClosedException} if the subscription was closed;
     *       <li>{@link IllegalStateException} if {@link #forEach} or a subscriber of {@link #asFlowPublisher} is
     *           reading, or if a subscription to a super stream has {@link SubscriptionOptions#partitionExecutor()}.
     *     </ul>
     */
    CompletableFuture<Message> next();

    /**
     * Reads the next message if one is available in time.
     *
     * @param timeout from zero (only a message that has already been received) to 365 days
     * @return a future as for {@link #next()}; in addition, it completes exceptionally with
     *     {@link MessageTimeoutException} if no message was available in time. As with cancelling, no message is lost
     * @throws IllegalArgumentException if the timeout is negative or longer than 365 days
     */
    CompletableFuture<Message> next(Duration timeout);

    /**
     * Passes each message to the handler. The next message is passed when the stage that the handler returned is
     * complete. Memory and stack use are constant, however many messages there are. The handler may close the
     * subscription, which ends the loop.
     *
     * @param policy what to do if the handler fails at a message
     * @return a future that completes normally when the subscription is closed; it completes exceptionally with
     *     <ul>
     *       <li>{@link HandlerException} if the handler or a filter's function failed and the policy is to stop: it
     *           contains the offset, and the message after it is the next to be read;
     *       <li>{@link IllegalStateException} if messages are being read already: by a loop, by the handler of a
     *           cancelled loop, by a subscriber of {@link #asFlowPublisher}, or by waiting calls of {@link #next};
     *       <li>an exception listed at {@link #next}, except {@link ClosedException}.
     *     </ul>
     *     Cancelling it ends the loop after the current message; the subscription stays open. A message that waited for
     *     a retry is the next to be read.
     */
    CompletableFuture<Void> forEach(MessageHandler handler, ErrorPolicy policy);

    /**
     * Passes each message to the handler until it fails: {@link #forEach(MessageHandler, ErrorPolicy)} with
     * {@link ErrorPolicy#STOP}.
     */
    default CompletableFuture<Void> forEach(MessageHandler handler) {
        return forEach(handler, ErrorPolicy.STOP);
    }

    /**
     * Passes a view of each message to the handler. No object is allocated for a message, and the memory of a chunk is
     * reused for another. Use it for messages that are processed when the handler returns.
     *
     * @param handler its argument is valid until it returns
     * @param policy what to do if the handler fails at a message
     * @return a future as for {@link #forEach(MessageHandler, ErrorPolicy)}
     */
    CompletableFuture<Void> forEachView(ViewHandler handler, ErrorPolicy policy);

    /**
     * Passes a view of each message to the handler until it fails: {@link #forEachView(ViewHandler, ErrorPolicy)} with
     * {@link ErrorPolicy#STOP}.
     */
    default CompletableFuture<Void> forEachView(ViewHandler handler) {
        return forEachView(handler, ErrorPolicy.STOP);
    }

    /**
     * Passes the messages of each chunk to the handler at once, for example to write them to a database in one
     * transaction. The next ones are passed when the stage that the handler returned is complete; then all of them
     * count as processed.
     *
     * <p>A list has the messages of one chunk, of one stream or partition, in order, without those that the filter does
     * not want; it is never empty, and cannot be changed. How many messages a broker stores in a chunk depends on how
     * they were published: from one to many thousands. A chunk may be passed in several lists: if it has compressed
     * batches, in lists of about 256 KiB or one batch, if that is larger; before a batch that cannot be read and before
     * a message at which the filter's function fails, to which the policy applies alone; and when reading is paused.
     * The messages remain valid after the handler has completed.
     *
     * @param handler returns a stage, or null if the messages are processed already. Called as
     *     {@link MessageHandler#handle} is
     * @param policy what to do if the handler fails. It applies to all messages of the list: a retry passes the same
     *     list again, skipping calls the function of the policy with each message, and stopping reports the offset of
     *     the first, while the message after the last one is the next to be read
     * @return a future as for {@link #forEach(MessageHandler, ErrorPolicy)}. Cancelling it ends the loop after the
     *     current list; if that waited for a retry, its messages are the next to be read
     * @throws UnsupportedOperationException if this is an implementation of the application's own that lacks this
     *     method
     */
    default CompletableFuture<Void> forEachBatch(
            Function<? super List<Message>, ? extends @Nullable CompletionStage<?>> handler, ErrorPolicy policy) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(policy, "policy");
        throw new UnsupportedOperationException("forEachBatch");
    }

    /**
     * Passes the messages of each chunk to the handler until it fails: {@link #forEachBatch(Function, ErrorPolicy)}
     * with {@link ErrorPolicy#STOP}.
     */
    default CompletableFuture<Void> forEachBatch(
            Function<? super List<Message>, ? extends @Nullable CompletionStage<?>> handler) {
        return forEachBatch(handler, ErrorPolicy.STOP);
    }

    /**
     * The messages as a reactive stream, for one subscriber at a time. The subscriber is called on the client's
     * callback executor. It receives as many messages as it requested; {@code onComplete} when the subscription is
     * closed; {@code onError} with an exception listed at {@link #next} if it ended otherwise, or immediately with
     * {@link IllegalStateException} if messages are being read already. It also receives {@code onError} at a batch
     * that cannot be read, and at a message at which the filter's function fails.
     *
     * <p>If the subscriber cancels, this subscription stays open. Messages that were received and not delivered stay in
     * it, and another subscriber continues with the next one. The subscription also stays open after {@code onError}
     * because of a batch or of the filter: another subscriber continues after that batch or message.
     */
    Flow.Publisher<Message> asFlowPublisher();

    /**
     * Delivers no further message until {@link #resume}: futures of {@link #next} wait, and a running handler
     * completes. A message that another thread is about to deliver may still be delivered. No credit is returned, so
     * the broker soon stops sending; heartbeats continue. No effect if the subscription is paused already.
     */
    void pause();

    /** Resumes delivery after {@link #pause}; no effect otherwise. */
    void resume();

    /**
     * Queries how many messages of the stream can be read that this subscription has not delivered yet, whether or not
     * they are received; of a super stream, the sum of its partitions. A message for which a handler is running is
     * delivered.
     *
     * <p>It is counted in offsets, and is therefore a measure and no exact number. Offsets have gaps: each offset that
     * an application stores takes one itself, so that a reader that stores its offset at the end of a stream may see a
     * lag of 1. Messages that a filter does not want count. Brokers before RabbitMQ 4.3 report only where the last
     * chunk begins: with them, and while nothing is received of that chunk, it is too low by up to its length. Before
     * the first message is received, the lag counts from the offset with which the subscription starts, or from the
     * stream's first message as long as that offset is not known; the same holds for a member of a group that has never
     * been active. At {@link Offset#NEXT} it may then be too high by up to the length of the last chunk.
     *
     * @return a future that completes with zero or more; it completes exceptionally with
     *     <ul>
     *       <li>{@link UnsupportedException} if the broker is older than RabbitMQ 3.11;
     *       <li>{@link BrokerException} if the broker refused the query, for example because the stream was deleted;
     *       <li>{@link ConnectionException} if no connection could be opened;
     *       <li>{@link io.rbfly.client.api.error.RequestTimeoutException} if it took longer than
     *           {@link io.rbfly.client.StreamsClientBuilder#operationTimeout};
     *       <li>{@link ClosedException} if the client is closed.
     *     </ul>
     *
     * @throws UnsupportedOperationException if this is an implementation of the application's own that lacks this
     *     method
     */
    default CompletableFuture<Long> lag() {
        throw new UnsupportedOperationException("lag");
    }

    /**
     * Stores the offset of the message that was delivered last, so that {@link Offset#stored} continues after it. Call
     * it when that message is processed, for example at the end of its handler. Every few thousand messages is enough;
     * see also {@link OffsetStoring}. Without a connection the offset is stored after reconnecting.
     *
     * @param reference 1 to 255 bytes in UTF-8
     * @return a future that completes when the broker has stored the offset, so that a later subscription sees it; or
     *     when a later call with the same reference has replaced it, whose future then reports the result. It completes
     *     immediately if no message was delivered, and without effect if the stream was created again meanwhile, as the
     *     offset is one of the former stream. It completes exceptionally with
     *     <ul>
     *       <li>the exception that ended the subscription before the offset could be sent, for example
     *           {@link ClosedException};
     *       <li>{@link IllegalStateException} if this member of a group is not active and had delivered messages
     *           before: the offset of the group would move back. A subscription to a super stream stores the offsets of
     *           the partitions that it reads now, and leaves out those that other members read;
     *       <li>{@link BrokerException} if the broker refused to store it, or did not, since the stream has no leader;
     *       <li>{@link ConnectionException} if the subscription ended after the offset was sent, and the connection was
     *           lost before the broker had answered (unknown whether stored);
     *       <li>{@link io.rbfly.client.api.error.RequestTimeoutException} if the broker did not answer in time.
     *     </ul>
     *
     * @throws IllegalArgumentException if the reference is shorter or longer
     */
    CompletableFuture<Void> storeOffset(String reference);

    /**
     * Marks a message and all messages before it as processed, so that its offset may be stored by
     * {@link OffsetStoring}. It is needed with {@link #next} and {@link #asFlowPublisher}; the loops acknowledge
     * messages themselves when their handlers have completed. The highest acknowledged offset counts. If messages are
     * processed out of order, acknowledge the last message before the first unprocessed one.
     *
     * @param message a message that was delivered by this subscription
     * @throws IllegalArgumentException if the message is of another stream
     * @throws IllegalStateException if offsets are not stored: the subscription has no
     *     {@link SubscriptionOptions#offsetStoring()}, and it is no member of a group, or its group has
     *     {@link SingleActiveConsumer#offsetOnActivation()}
     */
    void acknowledge(Message message);

    /**
     * Reports the end of the subscription and its reason.
     *
     * @return a new future for each call, that completes normally when the application has closed the subscription or
     *     the client, as described at {@link #close}; it completes exceptionally with an exception listed at
     *     {@link #next} when the subscription has ended otherwise and every message received before is read
     */
    CompletableFuture<Void> closed();

    /**
     * Closes the subscription: delivers no further message, stores the offset of the processed messages if
     * {@link OffsetStoring} is set and there is a connection, drops the messages that were not delivered, and deletes
     * the subscription at the broker.
     *
     * <p>After this call no message is delivered, except one that another thread was about to deliver. If a handler is
     * running in another thread, closing waits up to 200 ms until it has returned, but not for its stage. A message
     * also counts as processed if its stage, or the handler that called this method, completes a little later.
     *
     * <p>An active member of a group waits for the stage of the message that is being processed, too, since the member
     * that takes over would process that message again: up to {@link SingleActiveConsumer#handOverTimeout()}. It waits
     * only those 200 ms if a handler calls this method, since its stage may wait for the closing.
     *
     * @return a future that completes when no further message will be delivered and the broker has answered or the
     *     connection is lost. It takes no longer than that answer and those 200 ms, or that time-out in a group
     */
    @Override
    CompletableFuture<Void> close();
}
