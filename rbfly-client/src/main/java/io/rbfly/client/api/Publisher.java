package io.rbfly.client.api;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.api.error.PublisherFullException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.codec.amqp.error.AmqpEncodeException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * Sends messages to one stream and reports the outcome of each.
 *
 * <p>All methods may be called from any thread, and none blocks. Messages are stored in the order of the calls of
 * {@link #send}, {@link #sendRaw} and {@link #enqueue}. {@link #sendAll} keeps the order of its collection, but while
 * it waits for room, messages of later calls are sent before the rest of it, those of a later {@code sendAll} too:
 * await its future first if that matters. A message is sent immediately if no message is unconfirmed. Otherwise it
 * shares a frame with the messages that follow, and waits for them for at most
 * {@link PublisherOptions#maxFrameDelay()}. So frames are filled under load.
 *
 * <p><b>The window.</b> At most {@link PublisherOptions#maxUnconfirmed()} messages and
 * {@link PublisherOptions#maxUnconfirmedBytes()} are sent and unconfirmed at a time; this is the window. {@link #send}
 * may be called while the window is full: the message waits in memory, in order, up to
 * {@link PublisherOptions#maxPendingBytes()}. A sender that may be faster than the broker should await {@link #ready},
 * or use {@link #enqueue} or {@link #sendAll}, which await room in the window themselves.
 *
 * <p><b>Recovery.</b> After a lost connection the publisher is declared again and resends the unconfirmed messages with
 * the same publishing ids. If the publisher has a name ({@link PublisherOptions#named(String)}), the broker drops the
 * messages that it has stored already. Without a name, a message whose confirm was lost is stored twice.
 *
 * <p><b>Threads and cancellation.</b> Futures complete on the client's callback executor, or are already complete when
 * they are returned. Cancelling a future only ends the wait: it recalls no message, and closes nothing. The future of
 * {@link #sendAll} is the exception: cancelling it leaves out the messages that are not accepted yet.
 *
 * <p><b>Outcomes.</b> Each message has one outcome. It is confirmed by the broker, or it fails with
 *
 * <ul>
 *   <li>{@link BrokerException} if the broker refused the message (it is not stored), or refused to declare the
 *       publisher after a reconnect, for example because the stream was deleted (it is unknown whether it is stored);
 *   <li>{@link ConnectionException} if the client gave up reconnecting (unknown whether stored);
 *   <li>{@link RequestTimeoutException} if it had no outcome within {@link PublisherOptions#confirmTimeout()}, if such
 *       a timeout is set (unknown whether stored). It is not sent again, and a later confirm is ignored. If it was
 *       sent, it takes up its room in the window until the broker answers or the connection is lost;
 *   <li>{@link MessageTooLargeException} if it does not fit into a frame of the broker to which the publisher has
 *       reconnected (unknown whether stored);
 *   <li>{@link UnsupportedException} if the broker of a partition of a super stream, which is opened with its first
 *       message, does not support filter values (not stored);
 *   <li>{@link ClosedException} if the publisher or the client was closed and the broker did not answer in time
 *       (unknown whether stored).
 * </ul>
 *
 * <p><b>Messages that are not accepted.</b> A message that is not accepted is not sent and gets no publishing id; other
 * messages are not affected. The sending methods do not throw: the future fails, be it with an exception or an
 * {@link Error}. It fails with
 *
 * <ul>
 *   <li>{@link AmqpEncodeException}, or any other exception thrown by encoding, if the body cannot be encoded;
 *   <li>{@link MessageTooLargeException} if the message does not fit into a frame;
 *   <li>{@link PublisherFullException} if the messages that wait to be sent take up too much memory;
 *   <li>the exception thrown by {@link PublisherOptions#filterValue()}, and {@link IllegalArgumentException} if the
 *       value that it returned is too long;
 *   <li>{@link ClosedException} if the publisher was closed before, or the exception that ended it, from the list
 *       above;
 *   <li>{@link IllegalStateException} if all 2^64 publishing ids are used.
 * </ul>
 */
public interface Publisher extends AsyncCloseable {
    /** The stream to which this publisher sends. */
    String stream();

    /** The name under which the broker recognises messages that are sent again, empty if there is none. */
    String name();

    /**
     * The highest publishing id so far, unsigned: the highest of the accepted messages, or the one that the broker had
     * stored under this name when the publisher was opened. Zero if there is neither. The next message that is sent
     * without an id gets this id plus one.
     *
     * <p>So a publisher that is opened again under its name shows what is stored, provided that all messages of the
     * former one are confirmed. One that was given up may still arrive and be stored later; the broker then takes a
     * message of the new publisher with the same id for it, which it confirms and does not store.
     */
    long lastPublishingId();

    /**
     * Sends one message.
     *
     * @param body an {@link io.rbfly.codec.amqp.AmqpMessage}, or the body of one: {@code byte[]} becomes a data
     *     section, anything else that AMQP 1.0 can represent becomes a value section. A {@link MessageView} that was
     *     read from a stream is forwarded: it is stored byte for byte as it is there. The body is encoded before this
     *     method returns; later changes to it have no effect
     * @return a future that completes with the publishing id when the broker has confirmed the message; it completes
     *     exceptionally with the outcome of the message, or with the reason for which it was not accepted
     */
    CompletableFuture<Long> send(Object body);

    /**
     * Sends one message with a publishing id chosen by the application, for publishers with a name. The broker
     * confirms, but does not store, a message whose id is not higher than all ids that it has stored under that name.
     * So an application that derives ids from its input, such as line numbers of a file, may start again at any point,
     * and each message is stored once.
     *
     * <p>The ids of one publisher object must be strictly increasing, but may have gaps. They may be ids that the
     * broker has stored already. Messages without an id can be sent in between: they continue after
     * {@link #lastPublishingId()}.
     *
     * @param publishingId unsigned
     * @param body as for {@link #send(Object)}
     * @return a future as for {@link #send(Object)}; in addition, it completes exceptionally with
     *     {@link IllegalArgumentException} if the id is not higher than the last one of this publisher, or if the
     *     publisher has no name. Then nothing is sent, and the ids of other messages are not affected
     */
    CompletableFuture<Long> send(long publishingId, Object body);

    /**
     * Sends bytes that are stored as they are, without encoding them in AMQP 1.0 and without a filter value. Only
     * readers that expect this format can interpret them.
     *
     * @param message copied before this method returns
     * @return a future as for {@link #send(Object)}
     */
    CompletableFuture<Long> sendRaw(byte[] message);

    /**
     * Sends one of many messages whose outcomes are awaited together by {@link #flush()}. This costs less than a future
     * for each message.
     *
     * <pre>{@code
     * for (Object body : bodies) {
     *     await(publisher.enqueue(body));
     * }
     * await(publisher.flush());
     * }</pre>
     *
     * The message is sent as soon as possible, with or without a flush.
     *
     * @param body as for {@link #send(Object)}; encoded before this method returns
     * @return a future that completes when the message is within the window, which may be immediately; then the next
     *     message should be sent. It completes exceptionally with
     *     <ul>
     *       <li>the reason for which the message was not accepted;
     *       <li>the exception that ended the publisher while the message was waiting. In that case {@link #flush()}
     *           also fails, with the outcome of the message. If the application closed the publisher, the message is
     *           still sent, and {@link #flush()} does not fail for this reason.
     *     </ul>
     */
    CompletableFuture<Void> enqueue(Object body);

    /**
     * Awaits the outcomes of all messages accepted so far, whichever method and thread sent them. It may be called at
     * any time, also before the future of the previous call is complete, and after closing.
     *
     * @return a future that completes when each of these messages has its outcome, immediately if there are none; it
     *     completes exceptionally with the first failure among the messages of {@link #enqueue} that were accepted
     *     after the previous flush and before this one. Failures of messages that were not accepted, and of messages
     *     sent by the other methods, are reported by their own futures only
     */
    CompletableFuture<Void> flush();

    /**
     * Sends many messages, in the order of the collection, with one future for all. Each message is accepted when there
     * is room for it in the window. Those that have to wait are kept as they are and encoded later. Messages of other
     * calls are sent in between if they are sent from other threads, or while there is no room.
     *
     * @param bodies each as for {@link #send(Object)}. The collection is read before this method returns; its elements
     *     must not change until the future completes
     * @return a future that completes when every message of the collection has its outcome or was not accepted, and
     *     every message accepted before the last of them has its outcome; it completes exceptionally with the first
     *     failure, be it an outcome or the reason for which a message was not accepted. The other messages are sent
     *     nevertheless. Cancelling it leaves out the messages that are not accepted yet, and so does closing the
     *     publisher
     */
    CompletableFuture<Void> sendAll(Collection<?> bodies);

    /**
     * Awaits room in the window for at least one message. All callers that wait are notified together.
     *
     * @return a future that completes when there is room, which may be immediately; it completes exceptionally with the
     *     exception that ended the publisher, {@link ClosedException} after closing
     */
    CompletableFuture<Void> ready();

    /**
     * Reports the end of the publisher and its reason.
     *
     * @return a new future for each call, that completes normally when the application has closed the publisher or the
     *     client; it completes exceptionally with the exception that ended the publisher otherwise, for example
     *     <ul>
     *       <li>{@link BrokerException} if the stream was deleted;
     *       <li>{@link ConnectionException} if the client gave up reconnecting.
     *     </ul>
     */
    CompletableFuture<Void> closed();

    /**
     * Closes as {@link #close(Duration)} does, with the client's {@code requestTimeout} as the timeout, by default 10
     * seconds.
     */
    @Override
    CompletableFuture<Void> close();

    /**
     * Sends the accepted messages, awaits their outcomes, and deletes the publisher at the broker. No further messages
     * are accepted.
     *
     * @param timeout the maximum time to wait for outcomes, including reconnects. Zero for not at all; no limit if it
     *     is longer than 365 days, for example {@code ChronoUnit.FOREVER.getDuration()}. Messages without an outcome by
     *     then fail with {@link ClosedException}, and it is unknown whether they are stored. If this is called several
     *     times, the shortest time counts, including that of closing the client
     * @return a future that completes normally when each accepted message has its outcome and the broker has deleted
     *     the publisher, at the latest when the timeout has passed
     * @throws IllegalArgumentException if the timeout is negative
     */
    CompletableFuture<Void> close(Duration timeout);
}
