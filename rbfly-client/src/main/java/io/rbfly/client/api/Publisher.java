package io.rbfly.client.api;

import io.rbfly.codec.amqp.AmqpEncodeException;
import java.util.concurrent.CompletableFuture;

/**
 * Sends messages to one stream and tells what became of each.
 *
 * <p>All methods may be called from any thread and none blocks. Messages are stored in the order of the calls of
 * {@code send}. What is sent while the event loop is busy leaves together in one frame, so a lone message leaves at
 * once and a flood fills frames.
 *
 * <p>After a lost connection the publisher is declared again and sends what was not confirmed once more, with the same
 * publishing ids. The broker drops what it has already when the publisher has a name
 * ({@link PublisherOptions#named(String)}); without one a message whose confirm was lost is stored twice.
 */
public interface Publisher extends AsyncCloseable {
    /** The stream that this publisher sends to. */
    String stream();

    /** The name under which the broker recognises repeated messages, or an empty string when there is none. */
    String name();

    /**
     * Sends one message.
     *
     * @param body an {@link io.rbfly.codec.amqp.AmqpMessage}, or the body of one: {@code byte[]} becomes a data section,
     *     anything else that AMQP 1.0 can express becomes a value section. It is encoded before this method returns;
     *     later changes to it have no effect.
     * @return a future of the message's publishing id, completed on the client's callback executor once the broker
     *     confirmed the message, or exceptionally with
     *     <ul>
     *       <li>{@link AmqpEncodeException} when the body cannot be expressed (nothing was sent);
     *       <li>{@link MessageTooLargeException} when it does not fit a frame (nothing was sent);
     *       <li>{@link BrokerException} when the broker refused the message (it is not stored), or refused to take the
     *           publisher back after a reconnect, as when the stream was deleted (stored or not is unknown);
     *       <li>{@link ConnectionException} when the client gave up reconnecting (stored or not is unknown);
     *       <li>{@link ClosedException} when the publisher was closed before.
     *     </ul>
     *     Cancelling ends the waiting only; the message is not recalled.
     */
    CompletableFuture<Long> send(Object body);

    /**
     * Tells when there is room in the window of unconfirmed messages ({@link PublisherOptions#maxUnconfirmed()}).
     *
     * <p>{@link #send} never refuses a message for want of room: what is beyond the window waits in memory, in order. A
     * sender that may outrun the broker awaits this future before it goes on.
     *
     * @return a future completed on the client's callback executor, already complete while there is room; exceptionally
     *     with what ended the publisher
     */
    CompletableFuture<Void> ready();

    /**
     * Sends what was accepted, awaits its confirms, and gives the publisher back to the broker.
     *
     * @return a future that completes normally when every message that was accepted has its outcome
     */
    @Override
    CompletableFuture<Void> close();
}
