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
 * A client for RabbitMQ Streams. It manages streams and opens publishers and subscriptions, and never blocks a thread.
 *
 * <pre>{@code
 * StreamsClient.create("rabbitmq-stream://guest:guest@localhost").use(client ->
 *         client.createStream("greetings")
 *                 .thenCompose(created -> client.publisher("greetings"))
 *                 .thenCompose(publisher -> publisher.send("hello")))
 *         .join();
 * }</pre>
 *
 * <p><b>Threads.</b> A client has one event loop, which is a single thread, and does all its work there. Futures
 * complete and handlers run on the callback executor. That is the event loop, unless
 * {@link StreamsClientBuilder#callbackExecutor} sets another one. Code that blocks the event loop stops heartbeats, and
 * the broker then closes the connections: use {@link #runIn} for long-running or blocking work. All methods may be
 * called from any thread.
 *
 * <p><b>Connections.</b> A client connects when it is first used. Publishers connect to the node that leads their
 * stream, and subscriptions to a node that has a replica, if there is one. Publishers to the same node share
 * connections, and so do subscriptions; another connection is opened if there are more than
 * {@link StreamsClientBuilder#maxPublishersPerConnection} or {@link StreamsClientBuilder#maxSubscriptionsPerConnection}
 * on one. An operation fails immediately if there has been no connection so far and no node can be reached. A
 * connection that is lost is opened again automatically, and operations wait for it, up to their timeout.
 *
 * <p>If a node fails or a leader moves, publishers and subscriptions move to another node and continue. If their stream
 * is deleted, they end with a {@link BrokerException} with {@link ErrorCode#STREAM_DOES_NOT_EXIST}. A stream that is
 * deleted and created again before they notice is treated as the same stream: a publisher continues in it. A
 * subscription that can tell starts at the first message of the new stream and reports
 * {@link io.rbfly.client.api.event.ClientEvent.SubscriptionRestarted}; or it ends with
 * {@link io.rbfly.client.api.error.MessagesSkippedException}, if it is to stop
 * ({@link SubscriptionOptions#stopOnSkippedMessages()}). If the new stream has already grown beyond the offset that was
 * reached, the subscription continues at that offset.
 *
 * <p><b>Futures.</b> Unless stated otherwise, the futures returned by this interface complete on the callback executor.
 * Cancelling one only ends the wait: the operation may still be performed. A publisher or subscription that is opened
 * nevertheless is closed again. Each of these futures may complete exceptionally with
 *
 * <ul>
 *   <li>{@link BrokerException} if the broker refused the operation, the user or the virtual host;
 *   <li>{@link TlsException} if the client or the broker refused a connection over TLS;
 *   <li>{@link ConnectionException} if no connection could be opened, or if connections were lost during the operation;
 *   <li>{@link RequestTimeoutException} if the broker did not answer a request in time, or the operation as a whole
 *       took longer than {@link StreamsClientBuilder#operationTimeout};
 *   <li>{@link UnsupportedException} if the broker is too old for a method or an option, or the library for a
 *       compression is missing, as their descriptions state;
 *   <li>{@link io.rbfly.client.api.error.AddressResolverException} if the application's
 *       {@link StreamsClientBuilder#addressResolver} threw an exception or returned null;
 *   <li>{@link ClosedException} if the client is closed;
 *   <li>{@link IllegalArgumentException} if an argument cannot be sent to a broker, such as a name that is empty or
 *       longer than 255 bytes.
 * </ul>
 *
 * <p>Every method throws {@link NullPointerException} if an argument is null, unless it states that the argument may be
 * null.
 *
 * <p>This library implements its interfaces. Applications may implement them for their tests. Later versions may add
 * methods, which will have default implementations.
 */
public interface StreamsClient extends SuperStreams, AsyncCloseable {
    /**
     * Creates a client with the default settings.
     *
     * @param uri {@code rabbitmq-stream://user:password@host:port/vhost}, or {@code rabbitmq-stream+tls://...} for
     *     connections over TLS; everything but the scheme is optional, and there may be several hosts,
     *     {@code host1:5552,host2:5552}
     * @throws IllegalArgumentException if the URI is malformed; the message states where and does not contain the
     *     password
     */
    static StreamsClient create(String uri) {
        return builder(uri).build();
    }

    /** Returns a builder for a client with other settings; the URI is as for {@link #create}. */
    static StreamsClientBuilder builder(String uri) {
        Objects.requireNonNull(uri, "uri");
        return new StreamsClientBuilder(uri);
    }

    /**
     * Runs a function with this client, and closes the client when the stage that the function returned is complete,
     * whatever its outcome.
     *
     * @return a future that completes with the result of the function, as described at {@link Async#using}
     */
    default <T extends @Nullable Object> CompletableFuture<T> use(
            Function<? super StreamsClient, ? extends CompletionStage<T>> body) {
        Objects.requireNonNull(body, "body");
        return Async.using(this, body);
    }

    /**
     * Whether a connection to a broker is open now. This sends no request, and may be called from any thread as often
     * as needed. A client that has not been used yet, or has been idle, has no connection, which is not a fault. For a
     * health check, use {@link #streamExists} with a short {@link StreamsClientBuilder#operationTimeout}: it shows
     * whether a broker answers.
     */
    boolean isConnected();

    /**
     * Queries the product, the version and other properties of a broker.
     *
     * @return a future that completes with the properties of the broker to which this client currently sends its
     *     requests. Brokers of a cluster may differ while they are being upgraded
     */
    CompletableFuture<BrokerInfo> broker();

    /**
     * Creates a stream with the default options of the broker; otherwise as {@link #createStream(String,
     * StreamOptions)}.
     */
    default CompletableFuture<Void> createStream(String stream) {
        return createStream(stream, StreamOptions.DEFAULT);
    }

    /**
     * Creates a stream. Idempotent: succeeds if the stream exists with the same options.
     *
     * @param stream 1 to 255 bytes in UTF-8 without line breaks, and at most 234 bytes together with the name of the
     *     virtual host. Brokers derive a file name from both, and a stream with a longer name could never be used
     * @return a future that completes when the broker has created the stream; it completes exceptionally with the
     *     exceptions listed above, among them {@link BrokerException} with {@link ErrorCode#PRECONDITION_FAILED} if the
     *     stream exists with other options, which its message then states
     */
    CompletableFuture<Void> createStream(String stream, StreamOptions options);

    /** Deletes a stream and all its messages. Idempotent: succeeds if the stream does not exist. */
    CompletableFuture<Void> deleteStream(String stream);

    /** Checks whether a stream exists, whether or not it is currently available. */
    CompletableFuture<Boolean> streamExists(String stream);

    /**
     * Queries on which nodes streams are.
     *
     * @return a future that completes with the metadata of each stream, in the order of the arguments. It completes
     *     normally if a stream does not exist: {@link StreamMetadata#error} of that stream states so
     */
    CompletableFuture<Map<String, StreamMetadata>> streamMetadata(String... streams);

    /**
     * Queries where a stream begins and ends.
     *
     * @return a future that completes with the statistics of the stream; in addition to the exceptions listed above, it
     *     completes exceptionally with {@link UnsupportedException} if the broker is older than RabbitMQ 3.11
     */
    CompletableFuture<StreamStatistics> streamStats(String stream);

    /**
     * Opens a publisher with the default options. It has no name, so a message may be stored twice if its confirm is
     * lost.
     */
    default CompletableFuture<Publisher> publisher(String stream) {
        return publisher(stream, PublisherOptions.DEFAULT);
    }

    /**
     * Opens a publisher, at the node of the stream's leader and no other.
     *
     * @param stream an existing stream
     * @return a future that completes with the publisher when the broker has accepted it. A publisher with a name
     *     continues after the highest publishing id that the broker has stored under that name. The future completes
     *     exceptionally with the exceptions listed above, among them {@link UnsupportedException} if the options have
     *     {@link PublisherOptions#filterValue()} and the broker is older than RabbitMQ 3.13, or if the library for the
     *     compression of {@link PublisherOptions#batching()} is missing, or its codec cannot be loaded
     */
    CompletableFuture<Publisher> publisher(String stream, PublisherOptions options);

    /** Subscribes to a stream with the default options. */
    default CompletableFuture<Subscription> subscribe(String stream, Offset offset) {
        return subscribe(stream, offset, SubscriptionOptions.DEFAULT);
    }

    /**
     * Subscribes to a stream.
     *
     * @param stream an existing stream
     * @param offset where to start
     * @return a future that completes with the subscription when the broker has accepted it; it completes exceptionally
     *     with the exceptions listed above, among them
     *     <ul>
     *       <li>{@link UnsupportedException} if the options have {@link SubscriptionOptions#filter()} and the broker is
     *           older than RabbitMQ 3.13, or if they have {@link SubscriptionOptions#singleActiveConsumer()} or
     *           {@link SubscriptionOptions#stopOnSkippedMessages()} and it is older than RabbitMQ 3.11;
     *       <li>{@link IllegalArgumentException} if this client has a member of the same group that reads the stream as
     *           a partition of a super stream.
     *     </ul>
     */
    CompletableFuture<Subscription> subscribe(String stream, Offset offset, SubscriptionOptions options);

    /**
     * Stores an offset in the broker, after which {@link Offset#stored} continues. The offset that was stored last
     * counts. Each stored offset takes space in the stream, so store one every few thousand messages or every few
     * seconds.
     *
     * @param reference 1 to 255 bytes in UTF-8
     * @param offset the offset of the last message that was processed, unsigned
     * @return a future that completes when the offset is stored, so that a later subscription sees it; it completes
     *     exceptionally with the exceptions listed above, among them {@link BrokerException} if the stream does not
     *     exist, or if the broker has not stored it for 5 seconds because the stream has no leader
     */
    CompletableFuture<Void> storeOffset(String stream, String reference, long offset);

    /**
     * Queries a stored offset.
     *
     * @return a future that completes with the offset, unsigned, or empty if none is stored under the reference
     */
    CompletableFuture<OptionalLong> queryOffset(String stream, String reference);

    /**
     * Queries how many messages of a stream follow a stored offset, that is, what an application that stores its
     * offsets has not processed yet. It is counted as described at {@link Subscription#lag}: in offsets, which have
     * gaps, so that it is 1 or more if the offset of the last message is stored; and with brokers before RabbitMQ 4.3
     * up to the beginning of the last chunk only.
     *
     * @return a future that completes with zero or more, or empty if no offset is stored under the reference; in
     *     addition to the exceptions listed above, it completes exceptionally with {@link UnsupportedException} if the
     *     broker is older than RabbitMQ 3.11
     * @throws UnsupportedOperationException if this is an implementation of the application's own that lacks this
     *     method
     */
    default CompletableFuture<OptionalLong> lag(String stream, String reference) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(reference, "reference");
        throw new UnsupportedOperationException("lag");
    }

    /**
     * Queries with which offset the broker would start to deliver to a subscription: that of the first message of a
     * chunk, since brokers deliver whole chunks, or the next one that it will assign. A subscription at
     * {@link Offset#at} delivers no message before its offset, although its chunk begins with this one.
     *
     * @param offset for a stored one, that after the stored offset, or what is to be used if none is stored
     * @return a future that completes with the offset, unsigned; zero if the stream is empty. In addition to the
     *     exceptions listed above, it completes exceptionally with {@link UnsupportedException} if the broker is older
     *     than RabbitMQ 4.3
     * @throws UnsupportedOperationException if this is an implementation of the application's own that lacks this
     *     method
     */
    default CompletableFuture<Long> resolveOffset(String stream, Offset offset) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(offset, "offset");
        throw new UnsupportedOperationException("resolveOffset");
    }

    /** Returns a future that completes after a delay. No thread is blocked in the meantime. */
    CompletableFuture<Void> delay(Duration delay);

    /**
     * Runs a long-running or blocking task in a pool of the application. The future completes on the callback executor,
     * so code that follows an {@code await} runs there and not in the pool.
     *
     * @return a future that completes with the result of the task; it completes exceptionally with
     *     <ul>
     *       <li>the exception that the task threw;
     *       <li>the exception that the pool threw if it rejected the task.
     *     </ul>
     *     Cancelling it does not interrupt the task. Closing the client does not affect it either: the task runs and
     *     its future completes.
     */
    <T extends @Nullable Object> CompletableFuture<T> runIn(Executor pool, Callable<T> task);

    /** The callback executor: the event loop, or the executor that was given to the builder. */
    Executor executor();

    /**
     * Closes all publishers and subscriptions at the same time, then the connections and the event loop. Publishers
     * send what they have accepted and await its confirms. Subscriptions close as {@link Subscription#close} describes:
     * an active member of a group finishes the message that is being processed, and stores its offset. All of that
     * takes up to {@link StreamsClientBuilder#requestTimeout}, by default 10 seconds.
     *
     * @return a future that completes when the event loop has ended, in a thread that its dependents may block. The
     *     thread of the event loop ends a moment later. Two kinds of threads that clients share remain for a while:
     *     those that connect and complete this future for a second, those that have compressed batches for a minute
     */
    @Override
    CompletableFuture<Void> close();

    /**
     * Closes as {@link #close()} does, with another limit for the confirms and the hand-overs of groups.
     *
     * @param drain how long publishers may await confirms of what they have accepted, and active members of groups may
     *     finish their message and store its offset; zero for not at all. Messages that are not confirmed by then fail
     *     with {@link ClosedException}, and it is unknown whether they were stored. A message that is not finished by
     *     then is also delivered to the next member of the group. If this is called several times, the shortest time
     *     counts
     * @return a future as for {@link #close()}. It completes at most two request timeouts after that time: one for the
     *     brokers to answer the closing of their connections, and one for the event loop to end
     */
    CompletableFuture<Void> close(Duration drain);
}
