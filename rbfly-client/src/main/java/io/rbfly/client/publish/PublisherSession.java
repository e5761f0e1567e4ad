package io.rbfly.client.publish;

import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.cluster.RoleConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.connection.ConfirmListener;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.TimeBound;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.publish.frame.BatchCompressor;
import io.rbfly.client.publish.frame.ConfirmTimeout;
import io.rbfly.client.publish.frame.InFlightWindow;
import io.rbfly.client.session.StreamSession;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.command.publishing.QueryPublisherSequence;
import io.rbfly.protocol.wire.CommandKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The part of a publisher on the event loop: declares it on each connection, and ends it when all accepted messages
 * have outcomes. Messages and confirms are processed by its {@link FrameSender}.
 */
final class PublisherSession implements StreamSession.Declaration, ConfirmListener {
    private static final CompletableFuture<Void> NOTHING_TO_PREPARE = CompletableFuture.completedFuture(null);

    private final String stream;
    private final String name;
    private final boolean filtered;
    private final Duration confirmTimeout;
    private final OutgoingBatch batch;
    private final FrameSender sender;
    private final PublisherBudget.@Nullable Shares shares;
    private final ConfirmTimeout timeout;
    private final Timer timer;
    private final Callbacks callbacks;
    private final StreamSession session;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean prepared;
    private boolean closing;
    private boolean leaving;

    /**
     * Creates a session.
     *
     * @param compressor compresses batches, null if they are not compressed
     * @param budget limits it in place of the options, null if there is none
     */
    PublisherSession(
            String stream,
            PublisherOptions options,
            @Nullable BatchCompressor compressor,
            @Nullable PublisherBudget budget,
            RoleConnections connections,
            ClientContext context) {
        this.timer = context.transport().timer();
        this.callbacks = context.callbacks();
        this.stream = stream;
        this.name = options.name();
        this.filtered = options.filterValue() != null;
        this.confirmTimeout = options.confirmTimeout();
        this.shares = budget == null ? null : budget.join(this::writable, this::granted);
        this.batch = new OutgoingBatch(
                options,
                context.transport().memory(),
                timer,
                callbacks.onEventLoop(),
                () -> context.transport().loop().execute(this::writable),
                compressor,
                context.transport().workers(),
                shares);
        this.sender = new FrameSender(
                stream,
                batch,
                new InFlightWindow(
                        options.maxUnconfirmed(),
                        options.maxUnconfirmedBytes(),
                        shares == null ? null : shares.unconfirmed()),
                new FrameDelay(timer, batch),
                callbacks,
                this::leaveWhenSettled,
                shares);
        this.timeout = new ConfirmTimeout(timer, confirmTimeout, this::expire);
        this.session = new StreamSession(connections, context, this);
    }

    /**
     * Declares the publisher; the future completes on the event loop when the broker has accepted it.
     *
     * @param joins whether it is a part of a publisher that is open, so that it is retried as that would be
     */
    CompletableFuture<Void> open(boolean joins) {
        assert callbacks.isOnLoop();
        session.start(joins);
        return opened;
    }

    /** Completes on the event loop when the broker has accepted the publisher. */
    CompletableFuture<Void> opened() {
        return opened;
    }

    /** Completes normally on the event loop when the publisher is closed or has ended otherwise. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /**
     * As {@link #ended}, but completes exceptionally if the publisher was not closed, with the exception that ended it.
     */
    CompletableFuture<Void> closed() {
        return closed;
    }

    private void end(@Nullable StreamException cause) {
        batch.release();
        if (shares != null) {
            shares.leave();
        }
        if (cause == null || cause instanceof ClosedException) {
            closed.complete(null);
        } else {
            closed.completeExceptionally(cause);
        }
        ended.complete(null);
    }

    OutgoingBatch batch() {
        return batch;
    }

    /**
     * Ends when all accepted messages have outcomes, or when a time has passed; if this is called several times, the
     * shortest time counts. The batch accepts no more messages.
     *
     * @return completes when the publisher is closed, at the latest after that time
     */
    CompletableFuture<Void> close(Duration bound) {
        assert callbacks.isOnLoop();
        closing = true;
        if (shares != null) {
            shares.wakeOthers(); // those behind one that waits for room no more
        }
        leaveWhenSettled();
        long nanos = TimeBound.nanos(bound);
        if (ended.isDone() || nanos == TimeBound.NEVER) {
            return ended;
        }
        CompletableFuture<Void> atTheLatest = ended.copy();
        Timer.Scheduled force = timer.schedule(Duration.ofNanos(nanos), () -> {
            abandon(bound);
            atTheLatest.complete(null);
        });
        ended.whenComplete((nothing, error) -> force.cancel());
        return atTheLatest;
    }

    private void abandon(Duration bound) {
        assert callbacks.isOnLoop();
        sender.abandon(new ClosedException(
                description() + " was closed without a confirm within " + bound.toMillis() + " ms"));
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
    public String description() {
        return "publisher on stream " + stream;
    }

    @Override
    public CompletableFuture<Void> prepare(Connection connection) {
        assert callbacks.isOnLoop();
        if (filtered && !connection.supports(CommandKey.PUBLISH, Publish.WITH_FILTER_VALUES)) {
            return CompletableFuture.failedFuture(
                    new UnsupportedException("filter values of a " + description(), "3.13"));
        }
        if (prepared || name.isEmpty()) {
            return NOTHING_TO_PREPARE;
        }
        return connection
                .require(description(), new QueryPublisherSequence(name, stream))
                .thenAccept(reply -> batch.startAfter(reply.sequence()));
    }

    @Override
    public int register(Connection connection) {
        return connection.router().register(this);
    }

    @Override
    public void free(Connection connection, int id) {
        connection.router().freePublisher(id);
    }

    @Override
    public Request<StatusResponse> declare(int id) {
        return new DeclarePublisher(id, name, stream);
    }

    @Override
    public Request<StatusResponse> undeclare(int id) {
        return new DeletePublisher(id);
    }

    @Override
    public void declared(Connection connection, int id) {
        assert callbacks.isOnLoop();
        sender.connected(connection, id);
        if (!opened.isDone()) {
            prepared = true; // not before: a publisher of this name on a lost connection may still store messages
            timeout.start(); // first, since the following calls may close the publisher
            opened.complete(null);
        }
    }

    @Override
    public void interrupted() {
        assert callbacks.isOnLoop();
        sender.disconnected();
    }

    @Override
    public void dropped() {
        assert callbacks.isOnLoop();
        session.dropped();
    }

    @Override
    public void ended(StreamException cause) {
        assert callbacks.isOnLoop();
        timeout.stop();
        sender.end(cause);
        opened.completeExceptionally(cause);
        end(cause);
    }

    @Override
    public void writable() {
        assert callbacks.isOnLoop();
        sender.flush();
    }

    private void granted() {
        sender.granted();
    }

    @Override
    public void confirmed(PublishConfirm confirm) {
        assert callbacks.isOnLoop();
        sender.confirmed(confirm);
    }

    @Override
    public void refused(PublishError error) {
        assert callbacks.isOnLoop();
        sender.refused(error);
    }

    private void expire(long nanos) {
        assert callbacks.isOnLoop();
        sender.expire(
                nanos,
                new RequestTimeoutException(
                        "no confirm for stream " + stream + " within " + confirmTimeout.toMillis() + " ms"));
    }

    private void leaveWhenSettled() {
        assert callbacks.isOnLoop();
        if (closing && !leaving && batch.unsettled() == 0) {
            leaving = true;
            timeout.stop();
            sender.stop();
            opened.completeExceptionally(new ClosedException("publisher on stream " + stream + " is closed"));
            session.undeclare().whenComplete((nothing, error) -> end(null));
        }
    }
}
