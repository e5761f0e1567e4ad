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
 * The side of a subscription that lives on the event loop: declares it at the broker, on each new connection where it
 * has to continue, and stores its offsets. Chunks go through its {@link ChunkReceiver} to a source that the application
 * reads from.
 */
final class SubscriptionSession implements StreamSession.Declaration, DeliveryListener {
    /** The version of Publish that carries filter values. */
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
    /** Completes when the chunk that the latest declaration begins with is here, if there is one. */
    private CompletableFuture<Void> clear = CompletableFuture.completedFuture(null);
    /** Tells answers that belong to the latest declaration from those that came too late. */
    private int declaration;

    private boolean closing;
    private boolean ended;
    /** What ended it, null when the application did. */
    private @Nullable StreamException cause;

    /**
     * A session that is to be opened.
     *
     * @param gate what lets messages through to the application
     * @param serial where messages are read
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

    /** Subscribes; the future completes on the event loop when the broker accepted and it is clear where it begins. */
    CompletableFuture<Void> open() {
        session.start();
        return opened;
    }

    /** What was received and is not read. */
    MessageSource source() {
        return receiver.source();
    }

    /** Up to where messages are processed, null when that is not stored; in any thread. */
    @Nullable
    ProcessedOffset processed() {
        return offsets == null ? null : offsets.handled();
    }

    /** Stores an offset on the subscription's connection, once there is one. */
    void storeOffset(String reference, long offset, CompletableFuture<Void> stored) {
        assert callbacks.isOnLoop();
        pendingOffsets.store(reference, offset, stored);
    }

    /** Gives credit that was held back while the subscription was paused. */
    void resume() {
        receiver.giveCredit();
    }

    /** Receives no more, since the application closes the subscription: {@link #end} follows. */
    void close() {
        assert callbacks.isOnLoop();
        closing = true;
        receiver.close();
    }

    /** Completes normally when it has ended and the broker has answered, or the connection is gone. */
    CompletableFuture<Void> left() {
        return left;
    }

    /** What ended it, null when the application did. */
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
        int credit = receiver.beginAnew();
        return new Subscribe(id, stream, position.spec(), credit, PostFilter.properties(filter));
    }

    @Override
    public void declaring(Connection connection) {
        receiver.declaring(connection);
        clear = start.behind(connection);
    }

    @Override
    public Request<StatusResponse> undeclare(int id) {
        return new Unsubscribe(id);
    }

    @Override
    public void declared(Connection connection, int id) {
        int mine = ++declaration;
        clear.whenComplete((nothing, error) -> {
            if (mine != declaration || ended) {
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

    /** When the connection is lost, or the stream is not there, it is declared again, or refused. */
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

    /** The stream is another one now, of the same name. */
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

    /** Hands out no more than what is here, and makes the broker send no more. */
    void end(StreamException reason) {
        assert callbacks.isOnLoop();
        if (offsets != null) {
            offsets.end();
        }
        receiver.end();
        boolean first = !ended;
        ended = true;
        if (first && !closing && !(reason instanceof ClosedException)) {
            cause = reason; // before the reader hears of the end, which may be at once
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
