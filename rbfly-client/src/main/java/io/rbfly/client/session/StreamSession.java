package io.rbfly.client.session;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.cluster.PooledConnectionListener;
import io.rbfly.client.cluster.RoleConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a publisher or a subscription declared at a broker: declares it on each new connection, finds another node if
 * the broker deleted it, and ends it if the broker refuses it permanently. Used on the event loop only.
 *
 * <pre>
 *   connected -> prepare -> register an id -> enter -> declared
 *   declared   -> lost or dropped           -> interrupted -> prepare ...
 * </pre>
 */
public final class StreamSession implements PooledConnectionListener {
    private static final System.Logger LOG = System.getLogger(StreamSession.class.getName());
    private static final int NO_ID = -1;

    private final NodePlacement placement;
    private final SessionEvents events;
    private final Callbacks callbacks;
    private final Declaration declaration;
    private @Nullable Connection connection;
    private int id = NO_ID;
    /** Completes when the broker has deleted the latest id that was to be deleted, or its connection is lost. */
    private CompletableFuture<Void> forgotten = CompletableFuture.completedFuture(null);

    private boolean declared;
    private boolean everDeclared;
    private boolean ended;
    /** Distinguishes responses of the current attempt from late ones. */
    private int attempt;

    /** The differences between publishers and subscriptions. */
    public interface Declaration {
        /** The name of the stream. */
        String stream();

        /** The name of the publisher, empty if there is none. */
        default String name() {
            return "";
        }

        /** A description for messages: the kind and the stream. */
        String description();

        /** Queries what {@link #declare} needs, if anything. */
        CompletableFuture<Void> prepare(Connection connection);

        /** Takes an id on the connection, -1 if none is free. */
        int register(Connection connection);

        /** Releases the id. */
        void free(Connection connection, int id);

        /** The request that declares the id. */
        Request<StatusResponse> declare(int id);

        /** The request that declares the id was sent; requests that are sent now follow it. */
        default void declaring(Connection connection) {}

        /** The request that deletes the id at the broker. */
        Request<StatusResponse> undeclare(int id);

        /** The id was declared. */
        void declared(Connection connection, int id);

        /** The declaration is lost; another one will follow. */
        void interrupted();

        /** It has ended, and no other declaration follows. */
        void ended(StreamException cause);
    }

    public StreamSession(RoleConnections connections, ClientContext context, Declaration declaration) {
        this.placement = new NodePlacement(connections, context, declaration.stream(), this);
        this.events = new SessionEvents(
                connections.role(), declaration, context.settings().listener());
        this.callbacks = context.callbacks();
        this.declaration = declaration;
    }

    /**
     * Starts, which opens a connection if necessary.
     *
     * @param joins whether it is a part of something that is available, so that it is retried as that would be
     */
    public void start(boolean joins) {
        placement.start(joins);
    }

    /** A description for messages. */
    String description() {
        return declaration.description();
    }

    @Override
    public void connected(Connection connection) {
        if (!ended) {
            this.connection = connection;
            attempt(connection);
        }
    }

    @Override
    public void unreachable(StreamException cause) {
        placement.unreachable(cause);
    }

    @Override
    public void disconnected(StreamException cause) {
        if (!ended) {
            connection = null;
            id = NO_ID;
            interrupt(cause);
        }
        placement.lost(cause);
    }

    @Override
    public void abandoned(StreamException cause) {
        placement.abandoned();
        end(cause);
    }

    /** An attempt failed, and another follows after a pause. */
    void retrying(StreamException cause, int attempts, Duration pause) {
        LOG.log(System.Logger.Level.DEBUG, "{0}; trying again in {1} ms", cause.getMessage(), pause.toMillis());
        events.retrying(cause, attempts, pause);
    }

    /** A query needed for declaring got no answer in time; the connection is closed. */
    public void unanswered(RequestTimeoutException timeout) {
        Connection current = connection;
        if (current != null && !ended) {
            unanswered(current, timeout);
        }
    }

    /** The broker deleted it from a connection that remains open. */
    public void dropped() {
        dropped("was dropped by the broker", declaration.description());
    }

    /** Deletes it at the broker, and declares it again after a pause. */
    public void leave(String reason) {
        dropped(
                "leaves its group for a while, since it " + reason,
                declaration.description() + ", which leaves its group for a while since it " + reason);
    }

    private void dropped(String what, String who) {
        assert callbacks.isOnLoop();
        Connection current = connection;
        if (current == null || ended) {
            return;
        }
        connection = null; // a broker may report it twice
        BrokerException cause = new BrokerException(who, ErrorCode.STREAM_NOT_AVAILABLE);
        interrupt(cause);
        int thisAttempt = attempt;
        LOG.log(System.Logger.Level.WARNING, "{0} {1}; trying again", declaration.description(), what);
        forget(current);
        forgotten.thenRun(() -> {
            if (thisAttempt == attempt && !ended) {
                placement.dropped(cause);
            }
        });
    }

    /** Deletes it at the broker, and ends. The future completes normally, whatever the broker answers. */
    public CompletableFuture<Void> undeclare() {
        assert callbacks.isOnLoop();
        Connection current = connection;
        boolean known = !ended;
        declared = false;
        ended = true;
        attempt++;
        if (known && current != null) {
            forget(current);
        }
        placement.end(forgotten); // it may be being deleted since the broker has dropped it
        return forgotten;
    }

    /**
     * The same for a reason that this client has found; it is reported, unless it is that the application closes it.
     */
    public CompletableFuture<Void> undeclare(StreamException reason) {
        if (!ended && everDeclared && !(reason instanceof ClosedException)) {
            events.ended(reason);
        }
        return undeclare();
    }

    private void attempt(Connection current) {
        int thisAttempt = ++attempt;
        prepare(current)
                .thenCompose(
                        nothing -> thisAttempt == attempt ? declare(current) : CompletableFuture.completedFuture(null))
                .whenComplete((response, error) -> {
                    if (thisAttempt == attempt && !ended) {
                        answered(current, error == null ? null : Callbacks.unwrap(error));
                    }
                });
    }

    private CompletableFuture<Void> prepare(Connection current) {
        try {
            return declaration.prepare(current);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<StatusResponse> declare(Connection current) {
        id = declaration.register(current);
        if (id == NO_ID) {
            // An id is released when the broker has deleted its holder, so one may soon be free.
            return CompletableFuture.failedFuture(
                    new BrokerException(declaration.description() + ": no id is free", ErrorCode.STREAM_NOT_AVAILABLE));
        }
        CompletableFuture<StatusResponse> declared =
                current.require(declaration.description(), declaration.declare(id));
        declaration.declaring(current);
        return declared;
    }

    private void answered(Connection current, @Nullable Throwable error) {
        if (error == null) {
            boolean resumed = everDeclared;
            declared = true;
            everDeclared = true;
            placement.declared();
            declaration.declared(current, id);
            if (resumed) {
                events.resumed();
            }
        } else if (error instanceof RequestTimeoutException timeout) {
            unanswered(current, timeout);
        } else if (!(error instanceof ConnectionException)) { // otherwise disconnected() is called
            free(current);
            connection = null;
            refused(error);
        }
    }

    private void refused(Throwable error) {
        if (error instanceof StreamException refusal) {
            placement.refused(explained(refusal));
        } else {
            LOG.log(System.Logger.Level.ERROR, declaration.description() + " ends", error);
            end(new ConnectionException(declaration.description() + ": " + error, error));
        }
    }

    /** Adds the possible reasons for a failed precondition: names and ids were checked before they were sent. */
    private StreamException explained(StreamException refusal) {
        return refusal instanceof BrokerException broker && broker.code() == ErrorCode.PRECONDITION_FAILED
                ? new BrokerException(
                        declaration.description() + " (the broker has a disk alarm"
                                + (declaration.name().isEmpty()
                                        ? ")"
                                        : ", or its name is in use on the same connection)"),
                        broker.code())
                : refusal;
    }

    /** Closes the connection, also for others on it: a broker that does not answer is treated as lost. */
    private void unanswered(Connection current, RequestTimeoutException timeout) {
        connection = null;
        id = NO_ID;
        interrupt(timeout);
        placement.refused(timeout);
        current.fail(timeout);
    }

    /**
     * Deletes the id at the broker. It is free for others only when the broker has answered: until then, what it had
     * sent may still arrive. A broker that does not answer is treated as lost.
     */
    private void forget(Connection current) {
        int old = id;
        id = NO_ID;
        if (old == NO_ID) {
            return;
        }
        forgotten = current.request(declaration.undeclare(old)).handle((response, error) -> {
            if (error instanceof RequestTimeoutException) {
                current.fail(error);
            } else {
                declaration.free(current, old);
            }
            return null;
        });
    }

    private void free(Connection current) {
        if (id != NO_ID) {
            declaration.free(current, id);
            id = NO_ID;
        }
    }

    private void interrupt(StreamException cause) {
        attempt++;
        if (declared) {
            declared = false;
            declaration.interrupted();
            events.interrupted(cause);
        }
    }

    /** Ends, since no connection will be opened. */
    void end(StreamException cause) {
        if (!ended) {
            ended = true;
            attempt++;
            placement.end(CompletableFuture.completedFuture(null));
            declaration.ended(cause);
            if (everDeclared && !(cause instanceof ClosedException)) {
                events.ended(cause);
            }
        }
    }
}
