package io.rbfly.client.api;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.api.error.MalformedChunkException;
import io.rbfly.client.api.error.MessageTimeoutException;
import io.rbfly.client.api.error.UnsupportedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Reads one stream in order, from the offset it was made with.
 *
 * <p>After a lost connection the subscription goes on at the next unread offset by itself: inside one process no
 * message is lost and none comes twice, also when it began at {@link Offset#NEXT} or {@link Offset#LAST} and has
 * received nothing yet. The broker may send as many chunks as there are credits
 * ({@link SubscriptionOptions#maxBufferedChunks()}, and {@link SubscriptionOptions#maxBufferedBytes()}); a credit is
 * given back when the application asks for more than the last message of a chunk, so memory is bounded.
 *
 * <p>All methods may be called from any thread and none blocks. Messages are taken by {@link #next}, by
 * {@link #forEach} or {@link #forEachView}, or by {@link #asFlowPublisher}, one after the other if wanted, but not by
 * two at once.
 */
public interface Subscription extends AsyncCloseable {
    /** The stream that is read. */
    String stream();

    /**
     * Takes the next message.
     *
     * <p>Calls may overlap: futures complete in the order of the calls. Beware of an endless loop of
     * {@code await(subscription.next())} inside one method: async/await libraries that chain futures, EA Async among
     * them, keep some 60 bytes for each round until the method returns. {@link #forEach} does not grow.
     *
     * @return a future of the message, completed on the client's callback executor, or exceptionally with
     *     <ul>
     *       <li>{@link BrokerException} when the broker ended the subscription for good, as when the stream was
     *           deleted;
     *       <li>{@link MalformedChunkException} when the bytes of a chunk are damaged;
     *       <li>{@link HandlerException} when a filter's function failed at the message; the message after it is the
     *           next;
     *       <li>{@link UnsupportedException} when a filter's subscription came back to a broker that is too old for it;
     *       <li>{@link ConnectionException} when the client gave up reconnecting;
     *       <li>{@link ClosedException} when the subscription was closed;
     *       <li>{@link IllegalStateException} while {@link #forEach} or a subscriber of {@link #asFlowPublisher} is
     *           reading.
     *     </ul>
     *     A message whose future was cancelled before it arrived goes to the next call: cancelling loses nothing.
     */
    CompletableFuture<Message> next();

    /**
     * Takes the next message if there is one in time.
     *
     * @param timeout from zero, which is for a message that is here already, to 365 days
     * @return as {@link #next()}, and exceptionally with {@link MessageTimeoutException} when no message arrived in
     *     time; like one that was cancelled, such a call loses nothing
     * @throws IllegalArgumentException when the timeout is negative or too long
     */
    CompletableFuture<Message> next(Duration timeout);

    /**
     * Hands each message to the handler, the next one when the stage it returned for the last one completed. Runs for
     * any number of messages in constant memory and constant stack. The handler may close the subscription, which ends
     * the loop.
     *
     * @param policy what to do when the handler fails at a message
     * @return a future that completes normally when the subscription is closed, or exceptionally with
     *     <ul>
     *       <li>{@link HandlerException} when the handler, or a filter's function, failed and the policy is to stop: it
     *           names the offset, and the message after it is the next one to be read;
     *       <li>{@link IllegalStateException} when messages are read already: by a loop, by the handler of a cancelled
     *           one, by a subscriber of {@link #asFlowPublisher}, or by calls of {@link #next} that wait;
     *       <li>an error listed at {@link #next}, other than {@link ClosedException}.
     *     </ul>
     *     It completes on the client's callback executor. Cancelling it ends the loop after the message at hand; the
     *     subscription stays open. A message that waited to be tried again is the next one to be read.
     */
    CompletableFuture<Void> forEach(MessageHandler handler, ErrorPolicy policy);

    /**
     * Hands each message to the handler until it fails: {@link #forEach(MessageHandler, ErrorPolicy) forEach} with
     * STOP.
     */
    default CompletableFuture<Void> forEach(MessageHandler handler) {
        return forEach(handler, ErrorPolicy.STOP);
    }

    /**
     * Shows each message to the handler where it lies in memory. Nothing is allocated for a message, and the memory of
     * a chunk is used again for another: the way to read for those who look at messages and are done with them.
     *
     * @param handler gets views that are valid until it returns
     * @param policy what to do when the handler fails at a message
     * @return a future as that of {@link #forEach(MessageHandler, ErrorPolicy)}
     */
    CompletableFuture<Void> forEachView(ViewHandler handler, ErrorPolicy policy);

    /** Shows each message to the handler until it fails: {@link #forEachView(ViewHandler, ErrorPolicy)} with STOP. */
    default CompletableFuture<Void> forEachView(ViewHandler handler) {
        return forEachView(handler, ErrorPolicy.STOP);
    }

    /**
     * The messages as reactive streams have them, for one subscriber at a time. Its signals come on the client's
     * callback executor. It gets as many messages as it requested; {@code onComplete} when the subscription is closed,
     * {@code onError} with what is listed at {@link #next} otherwise, or at once with {@link IllegalStateException}
     * when messages are read already.
     *
     * <p>Cancelling ends that subscriber's part only: this subscription stays open, what was received and not handed
     * out stays in it, and another subscriber goes on with the next message.
     */
    Flow.Publisher<Message> asFlowPublisher();

    /**
     * Hands out no further message until {@link #resume}: futures of {@link #next} wait, a handler at work finishes. A
     * message that another thread is about to hand out may still come. No credit is given back, so the broker soon
     * stops sending; heartbeats go on. Does nothing when paused already.
     */
    void pause();

    /** Goes on after {@link #pause}; does nothing otherwise. */
    void resume();

    /**
     * Stores the offset of the message that was handed out last, so that {@link Offset#stored} continues after it. Call
     * it when that message is processed, as at the end of its handler. Every few thousand messages is enough, or see
     * {@link OffsetStoring}. Without a connection the offset is stored when there is one again.
     *
     * @param reference 1 to 255 bytes in UTF-8
     * @return a future, completed on the client's callback executor when the broker has stored the offset, so that a
     *     subscription made after that sees it; or when a later call with the same reference has taken its place, whose
     *     future tells then. It completes at once when no message was handed out. It fails with what ended the
     *     subscription before the offset could be sent, as {@link ClosedException}; with {@link BrokerException} when
     *     the broker refused it, and with {@link io.rbfly.client.api.error.RequestTimeoutException} when the broker did
     *     not answer in time
     * @throws IllegalArgumentException when the reference is shorter or longer
     */
    CompletableFuture<Void> storeOffset(String reference);

    /**
     * Says that a message and all before it are processed, so that its offset may be stored: with
     * {@link OffsetStoring}, for those who read with {@link #next} or {@link #asFlowPublisher}. Of several calls the
     * highest offset counts; who processes messages in another order acknowledges the last one before the first that is
     * not processed. The loops acknowledge what their handlers are done with by themselves.
     *
     * @param message that this subscription handed out
     * @throws IllegalStateException when the subscription was made without {@link SubscriptionOptions#offsetStoring()}
     */
    void acknowledge(Message message);

    /**
     * Tells when the subscription has come to its end, and why.
     *
     * @return a future, the same at each call. It completes normally when the application has closed the subscription
     *     or the client, as {@link #close} describes. It completes exceptionally, with an error listed at
     *     {@link #next}, when something else ended the subscription and all that was received before is read. It
     *     completes on the client's callback executor. Cancelling it closes nothing
     */
    CompletableFuture<Void> closed();

    /**
     * Closes: hands out no further message, stores the offset of what was processed if that was asked for
     * ({@link OffsetStoring}) and there is a connection, drops what was not taken, and gives the subscription back to
     * the broker.
     *
     * <p>From the call on, nothing is handed out but a message that another thread was about to hand out. A handler
     * that is at work in another thread is waited for until it returns, 200 ms at most; its stage is not waited for.
     * When such a stage, or a handler that called this method, is done a little later, its message counts as processed
     * too.
     *
     * @return a future that completes on the client's callback executor when nothing will be handed out any more and
     *     the broker has answered, or the connection is gone. Until then it takes no longer than that answer and those
     *     200 ms
     */
    @Override
    CompletableFuture<Void> close();
}
