package io.rbfly.client;

import io.rbfly.client.api.AsyncCloseable;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.connection.BrokerInfo;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.TlsException;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.api.stream.StreamMetadata;
import io.rbfly.client.api.stream.StreamOptions;
import io.rbfly.client.api.stream.StreamStatistics;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of RabbitMQ Streams: makes streams, publishers and subscriptions, and never blocks a thread.
 *
 * <pre>{@code
 * StreamsClient.create("rabbitmq-stream://guest:guest@localhost").use(client ->
 *         client.createStream("greetings")
 *                 .thenCompose(created -> client.publisher("greetings"))
 *                 .thenCompose(publisher -> publisher.send("hello")))
 *         .join();
 * }</pre>
 *
 * <p>One event loop, which is one thread, does all of a client's work. Futures complete and handlers run on it too,
 * unless the builder was given a callback executor. Code that blocks it stops heartbeats, and the broker then closes
 * the connections; {@link #runIn} is for work that takes long.
 *
 * <p>Publishers connect to the node that leads their stream and subscriptions to one that has a replica, if there is
 * any; they share one connection for each node and purpose, and one more when it has as many as
 * {@link StreamsClientBuilder#maxPublishersPerConnection} and
 * {@link StreamsClientBuilder#maxSubscriptionsPerConnection} allow. When a node dies or a leader moves, they are found
 * a new place and go on. When their stream is deleted, they end with a {@link BrokerException} of
 * {@link ErrorCode#STREAM_DOES_NOT_EXIST}. A stream that is created again before they notice is the same to them: a
 * publisher goes on in it, and a subscription goes on at the offset that it had reached in the old one.
 *
 * <p>Nothing connects before the first operation. An operation fails at once when nothing can be reached; a connection
 * that was open and is lost is made again by itself, and operations wait for it, up to their timeout. All methods may
 * be called from any thread.
 *
 * <p>A null argument is a {@link NullPointerException}, thrown at once by every method that does not say that it may be
 * null. Unless said otherwise, a future that this client returns completes on its callback executor, and exceptionally
 * with
 *
 * <ul>
 *   <li>{@link BrokerException} when the broker refused the operation, or user and virtual host altogether;
 *   <li>{@link TlsException} when a connection over TLS was refused by either side;
 *   <li>{@link ConnectionException} when no connection could be made, or connections were lost while the operation was
 *       under way;
 *   <li>{@link RequestTimeoutException} when the broker did not answer a request in time, or the operation as a whole
 *       took longer than {@link StreamsClientBuilder#operationTimeout};
 *   <li>{@link ClosedException} when the client is closed;
 *   <li>{@link IllegalArgumentException} when an argument is one that a broker must not get, such as an empty name or
 *       one of more than 255 bytes.
 * </ul>
 *
 * Cancelling it ends the waiting only: what was asked for may still be done. A publisher or subscription that is opened
 * all the same is closed again.
 *
 * <p>The interfaces of this library are made by it, and may be implemented by applications for tests of their own.
 * Later versions may add methods to them, which have a default body.
 */
public interface StreamsClient extends AsyncCloseable {
    /**
     * A client with the default settings.
     *
     * @param uri {@code rabbitmq-stream://user:password@host:port/vhost}, or {@code rabbitmq-stream+tls://} and so on
     *     for connections over TLS; all but the scheme may be left out, and there may be several hosts,
     *     {@code host1:5552,host2:5552}
     * @throws IllegalArgumentException when the URI is malformed; the message tells where and has no password
     */
    static StreamsClient create(String uri) {
        return builder(uri).build();
    }

    /** A client with settings of its own; the URI is as for {@link #create}. */
    static StreamsClientBuilder builder(String uri) {
        Objects.requireNonNull(uri, "uri");
        return new StreamsClientBuilder(uri);
    }

    /**
     * Runs a body with this client, and closes the client when the body's stage is complete, whatever its outcome.
     *
     * @return a future of the body's result, as {@link Async#using} describes it
     */
    default <T extends @Nullable Object> CompletableFuture<T> use(
            Function<? super StreamsClient, ? extends CompletionStage<T>> body) {
        Objects.requireNonNull(body, "body");
        return Async.using(this, body);
    }

    /**
     * Whether a connection to a broker is open now. Asks nobody and may be called from any thread as often as wanted. A
     * client that was not used yet, or has been idle, has none and is well: for a health check, {@link #streamExists}
     * with a short {@link StreamsClientBuilder#operationTimeout} tells whether a broker answers.
     */
    boolean isConnected();

    /**
     * Asks a broker of the cluster what it says of itself: its product, its version and more.
     *
     * @return a future of what the broker said that requests of this client go to now. Brokers of a cluster may differ
     *     while they are upgraded
     */
    CompletableFuture<BrokerInfo> broker();

    /** Creates a stream with the broker's defaults, as {@link #createStream(String, StreamOptions)} does. */
    default CompletableFuture<Void> createStream(String stream) {
        return createStream(stream, StreamOptions.DEFAULT);
    }

    /**
     * Creates a stream. One that exists already with the same options is fine.
     *
     * @param stream 1 to 255 bytes in UTF-8 without line breaks, and together with the name of the virtual host no more
     *     than 234: brokers add to it what makes a file name, and could never use a stream with a longer one
     * @return a future that completes when the broker has created it: exceptionally with {@link BrokerException} of
     *     {@link ErrorCode#PRECONDITION_FAILED} when it exists with other options, which its message says then
     */
    CompletableFuture<Void> createStream(String stream, StreamOptions options);

    /** Deletes a stream and all that is in it. One that does not exist is fine. */
    CompletableFuture<Void> deleteStream(String stream);

    /** Asks whether a stream exists, be it available now or not. */
    CompletableFuture<Boolean> streamExists(String stream);

    /**
     * Asks where streams are.
     *
     * @return a future of what the cluster knows of each, in the order of the arguments. A stream that does not exist
     *     is no failure: its {@link StreamMetadata#error} tells
     */
    CompletableFuture<Map<String, StreamMetadata>> streamMetadata(String... streams);

    /**
     * Asks where a stream begins and ends.
     *
     * @return a future of its statistics: exceptionally also with {@link UnsupportedException} when the broker is older
     *     than 3.11
     */
    CompletableFuture<StreamStatistics> streamStats(String stream);

    /**
     * A publisher with the default options: no name, so that a message may be stored twice when its confirm was lost.
     */
    default CompletableFuture<Publisher> publisher(String stream) {
        return publisher(stream, PublisherOptions.DEFAULT);
    }

    /**
     * Makes a publisher.
     *
     * @param stream a stream that exists
     * @return a future of the publisher, complete when the broker knows it. With a name, it goes on behind the last
     *     publishing id that the broker has under that name
     */
    CompletableFuture<Publisher> publisher(String stream, PublisherOptions options);

    /** A subscription with the default options. */
    default CompletableFuture<Subscription> subscribe(String stream, Offset offset) {
        return subscribe(stream, offset, SubscriptionOptions.DEFAULT);
    }

    /**
     * Subscribes to a stream.
     *
     * @param stream a stream that exists
     * @param offset where to start
     * @return a future of the subscription, complete when the broker accepted it
     */
    CompletableFuture<Subscription> subscribe(String stream, Offset offset, SubscriptionOptions options);

    /**
     * Stores an offset in the broker, from which {@link Offset#stored} goes on. The last one that is stored wins. Each
     * takes room in the stream, so store every few thousand messages or every few seconds.
     *
     * @param reference 1 to 255 bytes in UTF-8
     * @param offset of the last message that was dealt with, unsigned
     * @return a future that completes when the offset is stored, so that a subscription made after that sees it:
     *     exceptionally with {@link BrokerException} also when the stream does not exist
     */
    CompletableFuture<Void> storeOffset(String stream, String reference, long offset);

    /**
     * Asks for a stored offset.
     *
     * @return a future of the offset, unsigned, empty when none is stored under the reference
     */
    CompletableFuture<OptionalLong> queryOffset(String stream, String reference);

    /** A future that completes after a delay, without blocking anything meanwhile. */
    CompletableFuture<Void> delay(Duration delay);

    /**
     * Runs work that takes long, or that blocks, in a pool of the application. The future completes on the callback
     * executor, so that what follows an {@code await} is back there and not in the pool.
     *
     * @return a future of the task's result, or of what it threw, or of what the pool threw when it took no task.
     *     Cancelling it does not interrupt the task. It runs, and its future ends, also after this client was closed
     */
    <T extends @Nullable Object> CompletableFuture<T> runIn(Executor pool, Callable<T> task);

    /** Where futures complete and handlers run: the event loop, or what the builder was given. */
    Executor executor();

    /**
     * Closes publishers, which send and await what they accepted until a request timeout has passed, then
     * subscriptions, connections and the event loop.
     *
     * @return a future that completes in a thread of the common pool when the event loop has ended, whose thread is
     *     gone a moment later: no other is left
     */
    @Override
    CompletableFuture<Void> close();

    /**
     * Closes as {@link #close()} does, with a bound of its own.
     *
     * @param drain how long publishers may await confirms of what they accepted; zero for not at all. What has none by
     *     then fails with {@link ClosedException}: stored or not is unknown. Of several calls the shortest time counts
     * @return as for {@link #close()}. It completes at the latest when two request timeouts have passed after that: one
     *     for brokers to say good-bye, one for the event loop to end
     */
    CompletableFuture<Void> close(Duration drain);
}
