package io.rbfly.client.publish;

import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.cluster.RoleConnections;
import io.rbfly.client.compression.Codecs;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.publish.frame.BatchCompressor;
import io.rbfly.client.publish.frame.MessageEncoding;
import io.rbfly.client.publish.outcome.SendFuture;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.codec.amqp.error.AmqpDecodeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Publisher} of the application, for use in any thread; its {@link PublisherSession} is on the event loop.
 */
public final class StreamPublisher implements Publisher {
    private final String stream;
    private final String name;
    private final @Nullable Function<? super AmqpMessage, @Nullable String> filterValue;
    private final Callbacks callbacks;
    private final PublisherSession session;
    private final OutgoingBatch batch;
    private final Duration closeTimeout;

    private StreamPublisher(PublisherSession session, PublisherOptions options, ClientContext context) {
        this.stream = session.stream();
        this.name = options.name();
        this.filterValue = options.filterValue();
        this.callbacks = context.callbacks();
        this.closeTimeout = context.settings().requestTimeout();
        this.session = session;
        this.batch = session.batch();
    }

    /**
     * Opens a publisher; called on the event loop. The future completes there when the broker has accepted the
     * publisher.
     */
    public static CompletableFuture<StreamPublisher> open(
            String stream, PublisherOptions options, RoleConnections connections, ClientContext context) {
        Compression compression = compression(options);
        if (compression == Compression.NONE) {
            return open(stream, options, null, connections, context);
        }
        // Elsewhere, since it loads classes and native libraries.
        return CompletableFuture.supplyAsync(
                        () -> compressor(compression), context.transport().workers())
                .thenComposeAsync(
                        compressor -> open(stream, options, compressor, connections, context),
                        context.callbacks()::onLoop);
    }

    private static Compression compression(PublisherOptions options) {
        return options.batching() == null
                ? Compression.NONE
                : options.batching().compression();
    }

    private static BatchCompressor compressor(Compression compression) {
        return new BatchCompressor(compression, Codecs.compressor(compression));
    }

    private static CompletableFuture<StreamPublisher> open(
            String stream,
            PublisherOptions options,
            @Nullable BatchCompressor compressor,
            RoleConnections connections,
            ClientContext context) {
        PublisherSession session = new PublisherSession(stream, options, compressor, null, connections, context);
        return session.open(false).thenApply(opened -> new StreamPublisher(session, options, context));
    }

    /**
     * Loads what publishers with these options need, without blocking; the future completes on the event loop, and
     * exceptionally if something is missing.
     */
    public static CompletableFuture<Void> prepare(PublisherOptions options, ClientContext context) {
        Compression compression = compression(options);
        return compression == Compression.NONE
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.supplyAsync(
                                () -> compressor(compression),
                                context.transport().workers())
                        .thenAcceptAsync(loaded -> {}, context.callbacks()::onLoop);
    }

    /**
     * Starts to open a publisher, after {@link #prepare}; for use in any thread. If it has no name, messages may be
     * sent to it at once: they wait until it is open.
     *
     * @param frameLimit the size of frames until that of its connection is known
     * @param joins whether it is a part of a publisher that is open, so that it is retried as that would be
     * @param budget limits it, together with others, in place of the options
     */
    public static StreamPublisher start(
            String stream,
            PublisherOptions options,
            int frameLimit,
            boolean joins,
            PublisherBudget budget,
            RoleConnections connections,
            ClientContext context) {
        Compression compression = compression(options);
        PublisherSession session = new PublisherSession(
                stream,
                options,
                compression == Compression.NONE ? null : compressor(compression),
                budget,
                connections,
                context);
        session.batch().frameLimit(frameLimit);
        context.callbacks().onLoop(() -> session.open(joins));
        return new StreamPublisher(session, options, context);
    }

    /** Completes on the event loop when the broker has accepted the publisher, or has refused it. */
    public CompletableFuture<Void> opened() {
        return session.opened();
    }

    /** As {@link #closed}, but completes on the event loop. */
    public CompletableFuture<Void> closedOnLoop() {
        return session.closed();
    }

    /** Completes normally on the event loop when the publisher is closed or has ended otherwise. */
    public CompletableFuture<Void> ended() {
        return session.ended();
    }

    @Override
    public CompletableFuture<Void> closed() {
        return callbacks.expose(session.closed());
    }

    @Override
    public String stream() {
        return stream;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long lastPublishingId() {
        return batch.lastId();
    }

    @Override
    public CompletableFuture<Long> send(Object body) {
        return send(future -> batch.add(MessageEncoding.of(body), body, filterValue(body), future));
    }

    @Override
    public CompletableFuture<Long> send(long publishingId, Object body) {
        return send(future -> {
            if (name.isEmpty()) {
                throw new IllegalArgumentException(
                        "publishing id: the publisher has no name (expected: a named publisher)");
            }
            if (!batch.add(publishingId, body, filterValue(body), future)) {
                future.complete(publishingId);
            }
        });
    }

    @Override
    public CompletableFuture<Long> sendRaw(byte[] message) {
        Objects.requireNonNull(message, "message");
        return send(future -> batch.add(MessageEncoding.RAW, message, null, future));
    }

    private CompletableFuture<Long> send(Consumer<SendFuture> add) {
        SendFuture future = new SendFuture(callbacks.onEventLoop());
        try {
            add.accept(future);
        } catch (Throwable e) { // also an Error of the application's filter or of encoding
            future.completeExceptionally(e);
        }
        return future;
    }

    @Override
    public CompletableFuture<Void> sendAll(Collection<?> bodies) {
        return sendAll(bodies, null);
    }

    /**
     * As {@link #sendAll(Collection)}, with an action for the messages that are not accepted because the publisher has
     * ended, which are no failures then. It is called once at most, before the future completes.
     */
    public CompletableFuture<Void> sendAll(
            Collection<?> bodies, @Nullable BiConsumer<List<Object>, StreamException> rest) {
        Objects.requireNonNull(bodies, "bodies");
        Object[] all;
        try {
            all = bodies.toArray();
            for (int i = 0; i < all.length; i++) {
                all[i] = all[i] instanceof MessageView view ? view.keep() : all[i]; // remains valid until encoded
            }
        } catch (Throwable e) {
            return callbacks.failedFuture(e);
        }
        return new BulkSend(
                        batch,
                        callbacks.onEventLoop(),
                        all,
                        (body, group) -> batch.offer(body, filterValue(body), group),
                        rest)
                .start();
    }

    @Override
    public CompletableFuture<Void> enqueue(Object body) {
        try {
            return batch.addForFlush(body, filterValue(body));
        } catch (Throwable e) {
            return callbacks.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Void> flush() {
        return batch.flush();
    }

    @Override
    public CompletableFuture<Void> ready() {
        return batch.room();
    }

    /** Returns the filter value. Called without the lock, since the function is code of the application. */
    private @Nullable String filterValue(Object body) {
        if (filterValue == null) {
            return null;
        }
        if (!(body instanceof MessageView read)) {
            return filterValue.apply(AmqpMessage.of(body));
        }
        AmqpMessage content;
        try {
            content = read.content();
        } catch (AmqpDecodeException e) {
            return null; // it is forwarded as it is, whatever its format
        }
        return filterValue.apply(content);
    }

    @Override
    public CompletableFuture<Void> close() {
        return close(closeTimeout);
    }

    @Override
    public CompletableFuture<Void> close(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: zero or more)");
        }
        CompletableFuture<Void> done = callbacks.newFuture();
        Runnable failWaiters = end();
        callbacks.onLoop(
                () -> closeOnLoop(timeout, failWaiters).thenRun(() -> callbacks.execute(() -> done.complete(null))));
        return done;
    }

    /** As {@link #close(Duration)}, but called on the event loop, where its future completes. */
    public CompletableFuture<Void> closeOnLoop(Duration timeout) {
        return closeOnLoop(timeout, end());
    }

    /**
     * Closes it because its partition is none any more; called on the event loop. Accepted messages are still sent,
     * others fail with an exception.
     */
    public void leave(StreamException cause) {
        closeOnLoop(ChronoUnit.FOREVER.getDuration(), batch.end(cause));
    }

    private Runnable end() {
        return batch.end(new ClosedException("publisher on stream " + stream + " is closed"));
    }

    private CompletableFuture<Void> closeOnLoop(Duration timeout, Runnable failWaiters) {
        callbacks.execute(failWaiters);
        return session.close(timeout);
    }

    @Override
    public String toString() {
        return "Publisher[stream=" + stream + ", name=" + name + "]";
    }
}
