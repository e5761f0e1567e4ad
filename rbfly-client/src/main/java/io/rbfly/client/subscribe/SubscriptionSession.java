package io.rbfly.client.subscribe;

import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.cluster.RoleConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.connection.DeliveryListener;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.session.StreamSession;
import io.rbfly.client.subscribe.offset.OffsetStorer;
import io.rbfly.client.subscribe.offset.PendingOffsets;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.client.subscribe.read.MessageSource;
import io.rbfly.client.subscribe.read.PostFilter;
import io.rbfly.client.subscribe.read.ReadGate;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.wire.CommandKey;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The part of a subscription on the event loop: declares it at the broker, on each new connection at the position where
 * it resumes, and stores its offsets. Chunks are passed by its {@link ChunkReceiver} to a source from which the
 * application reads.
 */
final class SubscriptionSession implements StreamSession.Declaration, DeliveryListener {
    /** The version of the Publish command that supports filter values. */
    private static final int FILTERING_PUBLISH_VERSION = 2;

    private final String stream;
    private final Callbacks callbacks;
    private final SerialExecutor serial;
    private final @Nullable MessageFilter filter;
    private final boolean stopOnSkippedMessages;
    private final @Nullable OffsetStorer offsets;
    private final PendingOffsets pendingOffsets;
    private final StreamSession session;
    private final ResumePoint position;
    private final StartQuery start;
    private final ChunkReceiver receiver;

    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    /** Completes when the chunk with which the latest declaration starts is received, if there is one. */
    private CompletableFuture<Void> clear = CompletableFuture.completedFuture(null);
    /** Distinguishes responses of the latest declaration from late ones. */
    private int declaration;

    private boolean closing;
    private boolean ended;
    /** The exception that ended it, null if the application closed it. */
    private @Nullable StreamException cause;

    /**
     * Creates a session.
     *
     * @param gate controls whether messages are delivered
     * @param serial reads messages
     */
    SubscriptionSession(
            String stream,
            Offset offset,
            SubscriptionOptions options,
            ReadGate gate,
            SerialExecutor serial,
            RoleConnections connections,
            ClientContext context) {
        this.stream = stream;
        this.callbacks = context.callbacks();
        this.serial = serial;
        this.filter = options.filter();
        this.stopOnSkippedMessages = options.stopOnSkippedMessages();
        this.pendingOffsets = new PendingOffsets(stream);
        this.offsets = options.offsetStoring() == null
                ? null
                : new OffsetStorer(
                        stream,
                        options.offsetStoring(),
                        context.transport().timer(),
                        pendingOffsets,
                        callbacks::onLoop);
        this.position = new ResumePoint(offset);
        this.start = new StartQuery(stream, position);
        this.receiver = new ChunkReceiver(
                stream, options, position, gate, processed(), serial, context, this::createdAgain, this::end);
        this.session = new StreamSession(connections, context, this);
    }

    /**
     * Subscribes; the future completes on the event loop when the broker has accepted the subscription and its start is
     * known.
     */
    CompletableFuture<Void> open() {
        session.start();
        return opened;
    }

    /** The messages that are received and not read. */
    MessageSource source() {
        return receiver.source();
    }

    /** The offset up to which messages are processed, null if it is not stored; for use in any thread. */
    @Nullable
    ProcessedOffset processed() {
        return offsets == null ? null : offsets.handled();
    }

    /** Stores an offset on the subscription's connection, when there is one. */
    void storeOffset(String reference, long offset, CompletableFuture<Void> stored) {
        assert callbacks.isOnLoop();
        pendingOffsets.store(reference, offset, stored);
    }

    /** Gives the credit that was retained while the subscription was paused. */
    void resume() {
        receiver.giveCredit();
    }

    /** Ignores further chunks because the application closes the subscription: {@link #end} follows. */
    void close() {
        assert callbacks.isOnLoop();
        closing = true;
        receiver.close();
    }

    /** Completes normally when it has ended and the broker has answered, or the connection is lost. */
    CompletableFuture<Void> left() {
        return left;
    }

    /** The exception that ended it, null if the application closed it. */
    @Nullable
    StreamException cause() {
        return cause;
    }

    @Override
    public String stream() {
        return stream;
    }

    @Override
    public String description() {
        return "subscription to stream " + stream;
    }

    @Override
    public CompletableFuture<Void> prepare(Connection connection) {
        if (filter != null && !connection.supports(CommandKey.PUBLISH, FILTERING_PUBLISH_VERSION)) {
            return CompletableFuture.failedFuture(new UnsupportedException("message filters", "3.13"));
        }
        if (stopOnSkippedMessages && !connection.supports(CommandKey.STREAM_STATS, 1)) {
            return CompletableFuture.failedFuture(
                    new UnsupportedException("subscriptions that stop when messages are skipped", "3.11"));
        }
        return start.before(connection);
    }

    @Override
    public int register(Connection connection) {
        return connection.router().register(this);
    }

    @Override
    public void free(Connection connection, int id) {
        connection.router().freeSubscription(id);
    }

    @Override
    public Request<StatusResponse> declare(int id) {
        int credit = receiver.restart();
        return new Subscribe(id, stream, position.spec(), credit, PostFilter.properties(filter));
    }

    @Override
    public void declaring(Connection connection) {
        receiver.declaring(connection);
        clear = start.afterSubscribe(connection);
    }

    @Override
    public Request<StatusResponse> undeclare(int id) {
        return new Unsubscribe(id);
    }

    @Override
    public void declared(Connection connection, int id) {
        int thisDeclaration = ++declaration;
        clear.whenComplete((nothing, error) -> {
            if (thisDeclaration != declaration || ended) {
                return;
            }
            if (error == null) {
                begin(connection, id);
            } else {
                startFailed(Callbacks.unwrap(error));
            }
        });
    }

    private void begin(Connection connection, int id) {
        position.settle();
        receiver.connected(connection, id);
        if (offsets != null) {
            offsets.connected(connection);
        }
        pendingOffsets.connected(connection);
        opened.complete(null);
    }

    /**
     * The query of the start failed: the subscription is declared again, or refused, if the connection is lost or the
     * stream does not exist.
     */
    private void startFailed(Throwable error) {
        if (error instanceof BrokerException) {
            session.dropped();
        } else if (error instanceof RequestTimeoutException timeout && opened.isDone()) {
            session.unanswered(timeout);
        } else if (!(error instanceof ConnectionException)) {
            end(
                    error instanceof StreamException known
                            ? known
                            : new ConnectionException(String.valueOf(error.getMessage()), error));
        }
    }

    @Override
    public void interrupted() {
        declaration++;
        receiver.disconnected();
        pendingOffsets.disconnected();
        if (offsets != null) {
            offsets.disconnected();
        }
    }

    @Override
    public void deliver(Chunk chunk) {
        receiver.deliver(chunk);
    }

    @Override
    public void dropped() {
        session.dropped();
    }

    /** The stream was deleted and created again. */
    private void createdAgain() {
        if (offsets != null) {
            offsets.beginAgain(position.lastMillis() + 1);
        }
        pendingOffsets.forget();
        position.beginAgain();
        session.dropped();
    }

    @Override
    public void ended(StreamException reason) {
        end(reason);
    }

    /** Ends: delivers only the messages that are already received, and deletes the subscription at the broker. */
    void end(StreamException reason) {
        assert callbacks.isOnLoop();
        if (offsets != null) {
            offsets.end();
        }
        receiver.end();
        boolean first = !ended;
        ended = true;
        if (first && !closing && !(reason instanceof ClosedException)) {
            cause = reason; // before the reader is notified of the end, which may be immediately
        }
        if (!closing) {
            serial.execute(() -> source().end(reason));
        }
        if (first) {
            session.undeclare().whenComplete((nothing, error) -> left.complete(null));
            opened.completeExceptionally(reason);
            pendingOffsets.end(reason);
        }
    }
}
