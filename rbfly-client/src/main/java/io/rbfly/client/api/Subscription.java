package io.rbfly.client.api;

import java.util.concurrent.CompletableFuture;

/**
 * Reads one stream in order, from the offset it was made with.
 *
 * <p>After a lost connection the subscription goes on at the next unread offset by itself: inside one process no message
 * is lost and none comes twice. Only one that has received nothing yet since it began at {@link Offset#NEXT} or
 * {@link Offset#LAST} begins there once more. The broker may send as many chunks as there are credits
 * ({@link SubscriptionOptions#initialCredit()}); a credit is given back when the application asks for more than the
 * last message of a chunk, so memory is bounded by credits times chunk size.
 *
 * <p>All methods may be called from any thread and none blocks. Messages are taken either by {@link #next} or by
 * {@link #forEach}, not by both at once.
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
     *       <li>{@link BrokerException} when the broker ended the subscription for good, as when the stream was deleted;
     *       <li>{@link MalformedChunkException} when the bytes of a chunk are damaged;
     *       <li>{@link ConnectionException} when the client gave up reconnecting;
     *       <li>{@link ClosedException} when the subscription was closed;
     *       <li>{@link IllegalStateException} while {@link #forEach} is running.
     *     </ul>
     *     A message whose future was cancelled before it arrived goes to the next call: cancelling loses nothing.
     */
    CompletableFuture<Message> next();

    /**
     * Hands each message to the handler, the next one when the stage it returned for the last one completed. Runs for
     * any number of messages in constant memory and constant stack. The handler may close the subscription, which ends the
     * loop.
     *
     * @return a future that completes normally when the subscription is closed, or exceptionally with
     *     <ul>
     *       <li>{@link HandlerException} when the handler threw or its stage failed: it names the offset, and the
     *           message after it is the next one to be read;
     *       <li>{@link IllegalStateException} when a loop is running already, the handler of a cancelled one is still at
     *           work, or calls of {@link #next} are waiting;
     *       <li>an error listed at {@link #next}, other than {@link ClosedException}.
     *     </ul>
     *     It completes on the client's callback executor. Cancelling it ends the loop after the message at hand; the
     *     subscription stays open.
     */
    CompletableFuture<Void> forEach(MessageHandler handler);

    /** Stops the deliveries, drops what was not taken, and gives the subscription back to the broker. */
    @Override
    CompletableFuture<Void> close();
}
