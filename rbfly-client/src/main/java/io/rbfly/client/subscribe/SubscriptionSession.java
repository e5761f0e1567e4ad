package io.rbfly.client.subscribe;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.budget.Budget;
import io.rbfly.client.cluster.RoleConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.connection.DeliveryListener;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.session.StreamSession;
import io.rbfly.client.subscribe.group.GroupMember;
import io.rbfly.client.subscribe.group.Membership;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The part of a subscription on the event loop: declares it at the broker, on each new connection at the position where
 * it resumes, and stores its offsets. Chunks are passed by its {@link ChunkReceiver} to a source from which the
 * application reads.
 */
final class SubscriptionSession implements StreamSession.Declaration, DeliveryListener {
    private final String stream;
    private final Callbacks callbacks;
    private final SerialExecutor serial;
    private final RequiredFeatures features;
    private final @Nullable OffsetStorer offsets;
    private final PendingOffsets pendingOffsets;
    private final StreamSession session;
    private final ResumePoint position;
    private final StartQuery start;
    private final ChunkReceiver receiver;
    private final @Nullable GroupSubscription group;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    /** Completes when the chunk with which the latest declaration starts is received, if there is one. */
    private CompletableFuture<Void> clear = CompletableFuture.completedFuture(null);
    /** Distinguishes responses of the latest declaration from late ones. */
    private int declaration;

    private boolean joining;
    private boolean closing;
    private boolean ended;
    /** The exception that ended it, null if the application closed it. */
    private @Nullable StreamException cause;

    /**
     * Creates a session.
     *
     * @param membership in a group, null if it is in none
     * @param gate controls whether messages are delivered
     * @param serial reads messages
     * @param budget limits what is received in place of the options, null if there is none
     */
    SubscriptionSession(
            String stream,
            Offset offset,
            SubscriptionOptions options,
            @Nullable Membership membership,
            ReadGate gate,
            SerialExecutor serial,
            @Nullable Budget budget,
            RoleConnections connections,
            ClientContext context) {
        this.stream = stream;
        this.callbacks = context.callbacks();
        this.serial = serial;
        this.features = RequiredFeatures.of(options);
        this.pendingOffsets = new PendingOffsets(stream);
        OffsetStoring storing =
                membership == null ? options.offsetStoring() : membership.storing(options.offsetStoring());
        this.offsets = storing == null
                ? null
                : new OffsetStorer(stream, storing, context.transport().timer(), pendingOffsets, callbacks::onLoop);
        this.position = new ResumePoint(offset, context.transport().timer()::currentTimeMillis);
        this.start = new StartQuery(stream, position);
        this.receiver = new ChunkReceiver(
                stream, options, position, gate, processed(), serial, budget, context, this::createdAgain, this::end);
        this.session = new StreamSession(connections.toReplicas(options.replicaOnly()), context, this);
        this.group = membership == null
                ? null
                : new GroupSubscription(
                        stream,
                        offset,
                        membership,
                        position,
                        receiver,
                        offsets,
                        pendingOffsets,
                        serial,
                        session,
                        context,
                        this::failed);
    }

    /**
     * Subscribes, perhaps as a part of a subscription that is open, which is retried as that would be. The future
     * completes on the event loop when the broker has accepted the subscription and its start is known.
     */
    CompletableFuture<Void> open(boolean joins) {
        joining = joins;
        if (group != null) {
            group.enter(left);
        }
        session.start(joins);
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
        if (group == null || group.member().mayStore()) {
            pendingOffsets.store(reference, offset, stored);
        } else {
            stored.completeExceptionally(new IllegalStateException(description() + " is not active in its group"));
        }
    }

    /** Where it starts or resumes. */
    ResumePoint position() {
        return position;
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

    /** Its part as a member of a group, null if it is in none. */
    @Nullable
    GroupMember member() {
        return group == null ? null : group.member();
    }

    /** Completes normally when it has ended and the broker has answered, or the connection is lost. */
    CompletableFuture<Void> left() {
        return left;
    }

    /** Whether it receives no more. */
    boolean hasEnded() {
        return ended;
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
        features.check(connection);
        return group != null ? CompletableFuture.completedFuture(null) : start.before(connection);
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
        Map<String, String> properties = PostFilter.properties(features.filter());
        if (group != null) {
            return group.subscribe(id, properties);
        }
        int credit = receiver.restart();
        return new Subscribe(id, stream, position.spec(), credit, properties);
    }

    @Override
    public void declaring(Connection connection) {
        receiver.declaring(connection);
        if (group == null) {
            clear = start.afterSubscribe(connection);
        }
    }

    @Override
    public Request<StatusResponse> undeclare(int id) {
        return new Unsubscribe(id);
    }

    @Override
    public void declared(Connection connection, int id) {
        if (group != null) {
            group.joined(connection, id);
            opened.complete(null);
            return;
        }
        int thisDeclaration = ++declaration;
        clear.whenComplete((nothing, error) -> {
            if (thisDeclaration != declaration || ended) {
                return;
            } else if (error == null) {
                begin(connection, id);
            } else {
                failed(Callbacks.unwrap(error));
            }
        });
    }

    private void begin(Connection connection, int id) {
        position.settle();
        receiver.connected(connection, id);
        pendingOffsets.connected(connection);
        if (offsets != null) {
            offsets.connected(connection, position.startedAfter(offsets.reference()), position::hasReceived);
        }
        opened.complete(null);
    }

    /** A query failed: it is declared again or refused, unless the connection is lost. */
    private void failed(Throwable error) {
        if (error instanceof BrokerException) {
            session.dropped();
        } else if (error instanceof RequestTimeoutException timeout && (joining || opened.isDone())) {
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
        if (group != null) {
            group.member().lost();
            return;
        }
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
    public void updated(int correlationId, boolean active) {
        if (group != null) {
            group.member().updated(correlationId, active);
        }
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
        if (group != null) {
            group.member().lost();
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
            session.undeclare(reason).whenComplete((nothing, error) -> left.complete(null));
            opened.completeExceptionally(reason);
            pendingOffsets.end(reason);
        }
    }
}
