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
 * Sends messages to one stream and tells what became of each.
 *
 * <p>All methods may be called from any thread and none blocks. Messages are stored in the order of the calls,
 * whichever of the sending methods is called. A message leaves at once while none is under way. Else it shares a frame
 * with those that follow, for at most {@link PublisherOptions#maxFrameDelay()}, so that a flood fills frames.
 *
 * <p>At most {@link PublisherOptions#maxUnconfirmed()} messages and {@link PublisherOptions#maxUnconfirmedBytes()} are
 * on their way; this is the window. {@link #send} beyond it is fine: the message waits in memory, in order, up to
 * {@link PublisherOptions#maxPendingBytes()}. A sender that may outrun the broker awaits {@link #ready}, or uses
 * {@link #enqueue} or {@link #sendAll}, which wait for room by themselves.
 *
 * <p>After a lost connection the publisher is declared again and sends what was not confirmed once more, with the same
 * publishing ids. The broker drops what it has already when the publisher has a name
 * ({@link PublisherOptions#named(String)}); without one a message whose confirm was lost is stored twice.
 *
 * <p><b>Outcomes.</b> Each message has one outcome. It is confirmed by the broker, or it fails with
 *
 * <ul>
 *   <li>{@link BrokerException} when the broker refused the message (it is not stored), or refused to take the
 *       publisher back after a reconnect, as when the stream was deleted (stored or not is unknown);
 *   <li>{@link ConnectionException} when the client gave up reconnecting (stored or not is unknown);
 *   <li>{@link RequestTimeoutException} when it had no outcome within {@link PublisherOptions#confirmTimeout()}, if
 *       there is such a timeout (stored or not is unknown). It is not sent again, and a confirm that comes later is
 *       ignored. What was sent keeps its place in the window until the broker answers or the connection is gone;
 *   <li>{@link MessageTooLargeException} when it fits no frame of the broker that the publisher was connected to in the
 *       meantime (stored or not is unknown);
 *   <li>{@link UnsupportedException} when that broker takes no filter values (stored or not is unknown);
 *   <li>{@link ClosedException} when the publisher or the client was closed and the broker did not answer in time
 *       (stored or not is unknown).
 * </ul>
 *
 * <p><b>Not accepted.</b> A message that is not accepted is not sent and gets no publishing id; those before and behind
 * it are not concerned. The sending methods throw nothing: the future fails, be it with an exception or an
 * {@link Error},
 *
 * <ul>
 *   <li>{@link AmqpEncodeException} when its body cannot be expressed, or whatever else encoding it throws;
 *   <li>{@link MessageTooLargeException} when it does not fit a frame;
 *   <li>{@link PublisherFullException} when too much waits to be sent already;
 *   <li>what the filter ({@link PublisherOptions#filterValue()}) throws, and {@link IllegalArgumentException} when its
 *       value is too long;
 *   <li>{@link ClosedException} when the publisher was closed before, or what else ended it, from the list above;
 *   <li>{@link IllegalStateException} when all 2^64 publishing ids were used.
 * </ul>
 *
 * <p>Futures complete on the client's callback executor, or are complete when they are returned. Cancelling one ends
 * the waiting only, unless said otherwise: messages are not recalled.
 */
public interface Publisher extends AsyncCloseable {
    /** The stream that this publisher sends to. */
    String stream();

    /** The name under which the broker recognises repeated messages, or an empty string when there is none. */
    String name();

    /**
     * The largest publishing id so far, unsigned: of what was accepted here, or what the broker had stored under this
     * name when the publisher was made. Zero when there is neither. The next message that is sent without an id of its
     * own gets this one plus one.
     *
     * <p>So a publisher that is made again under its name tells what is stored, once all of the former one is
     * confirmed.
     */
    long lastPublishingId();

    /**
     * Sends one message.
     *
     * @param body an {@link io.rbfly.codec.amqp.AmqpMessage}, or the body of one: {@code byte[]} becomes a data
     *     section, anything else that AMQP 1.0 can express becomes a value section. A {@link MessageView} that was read
     *     from a stream is forwarded: stored as it is there, byte for byte. The body is encoded before this method
     *     returns; later changes to it have no effect.
     * @return a future of the message's publishing id, once the broker confirmed it; or it fails with the message's
     *     outcome, or with why the message was not accepted
     */
    CompletableFuture<Long> send(Object body);

    /**
     * Sends one message with a publishing id of the application's choice, for publishers with a name: the broker stores
     * no message whose id is not larger than all that it has under that name, but confirms it. So an application that
     * derives ids from what it reads, as line numbers of a file, may begin again anywhere, and each message is stored
     * once.
     *
     * <p>Ids have to increase strictly for one publisher object, but may have gaps. They may also be ones that the
     * broker has. Sends without an id can be mixed in: they go on behind {@link #lastPublishingId()}.
     *
     * @param publishingId unsigned
     * @param body as in {@link #send(Object)}
     * @return a future as of {@link #send(Object)}. It fails with {@link IllegalArgumentException} also when the id is
     *     not larger than the last one that this publisher gave or got, or when the publisher has no name; nothing is
     *     sent then, and the ids of other messages stay what they would have been
     */
    CompletableFuture<Long> send(long publishingId, Object body);

    /**
     * Sends bytes that are stored as they are, without an AMQP envelope, and without a filter value. Only readers that
     * know it can make sense of them.
     *
     * @param message copied before this method returns
     * @return a future as of {@link #send(Object)}
     */
    CompletableFuture<Long> sendRaw(byte[] message);

    /**
     * Sends one of many messages whose outcomes are awaited together by {@link #flush()}: cheaper than a future for
     * each.
     *
     * <pre>{@code
     * for (Object body : bodies) {
     *     await(publisher.enqueue(body));
     * }
     * await(publisher.flush());
     * }</pre>
     *
     * The message leaves as soon as it can, also without a flush.
     *
     * @param body as in {@link #send(Object)}; encoded before this method returns
     * @return a future that is complete while the message is within the window, and else completes when it is, which is
     *     the time to send the next one. It fails with why the message was not accepted; or with what ended the
     *     publisher while the message was waiting, in which case {@link #flush()} fails too, with the message's
     *     outcome, unless the publisher was closed: the message is still sent then
     */
    CompletableFuture<Void> enqueue(Object body);

    /**
     * Awaits the outcomes of all that was accepted so far, by whichever method and thread.
     *
     * @return a future that completes when each of these messages has its outcome. It fails with the first failure that
     *     became known among the messages of {@link #enqueue} that were accepted after the last flush and before this
     *     one. Failures of messages that were not accepted, and of those that were sent with the other methods, are
     *     told by their own futures only. With nothing to wait for it is complete at once. It may be called any time,
     *     also again before the last one is complete, and after closing
     */
    CompletableFuture<Void> flush();

    /**
     * Sends many messages, in the order of the collection, with one future for all. Each is accepted when there is room
     * for it in the window; those that have to wait are kept as they are, and encoded later. Messages of others get in
     * between only when they are sent from other threads or while there is no room.
     *
     * @param bodies each as in {@link #send(Object)}. The collection is read before this method returns; what is in it
     *     must not change until the future completes
     * @return a future that completes when each message has its outcome or was not accepted, and so has all that was
     *     accepted before its last one. It fails with the first failure that became known, be it an outcome or why a
     *     message was not accepted; the other messages are sent nevertheless. Cancelling it leaves out what was not
     *     accepted yet, as closing the publisher does
     */
    CompletableFuture<Void> sendAll(Collection<?> bodies);

    /**
     * Tells when there is room in the window of unconfirmed messages, for one message at least. Several that wait for
     * it go on together.
     *
     * @return a future, already complete while there is room; it fails with what ended the publisher, which is
     *     {@link ClosedException} after closing
     */
    CompletableFuture<Void> ready();

    /**
     * Tells when the publisher has come to its end, and why.
     *
     * @return a future, the same at each call. It completes normally when the application has closed the publisher or
     *     the client, and exceptionally with what else ended it: {@link BrokerException}, as when the stream was
     *     deleted, or {@link ConnectionException} when the client gave up reconnecting, and so on. It completes on the
     *     client's callback executor. Cancelling it closes nothing
     */
    CompletableFuture<Void> closed();

    /**
     * Closes as {@link #close(Duration)} does, and waits for outcomes as long as for the answer to a request
     * ({@code requestTimeout} of the client, by default 10 seconds).
     */
    @Override
    CompletableFuture<Void> close();

    /**
     * Sends what was accepted, awaits its outcomes, and gives the publisher back to the broker. Accepts nothing any
     * more.
     *
     * @param timeout how long to wait for outcomes, connections included; zero for not at all, beyond 365 days, as with
     *     {@code ChronoUnit.FOREVER.getDuration()}, without a bound. What has no outcome by then fails with
     *     {@link ClosedException}: stored or not is unknown. Of several calls the shortest time counts, also beside
     *     that of closing the client
     * @return a future that completes normally when every message that was accepted has its outcome and the broker has
     *     let the publisher go, at the latest when the time is over. Cancelling it stops nothing
     * @throws IllegalArgumentException when the timeout is negative
     */
    CompletableFuture<Void> close(Duration timeout);
}
