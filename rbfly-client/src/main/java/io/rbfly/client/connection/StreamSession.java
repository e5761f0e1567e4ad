package io.rbfly.client.connection;

import io.rbfly.client.api.BrokerException;
import io.rbfly.client.api.ClosedException;
import io.rbfly.client.api.ConnectionException;
import io.rbfly.client.api.RequestTimeoutException;
import io.rbfly.client.api.StreamException;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.Timer;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a publisher or a subscription known to the broker: enters it on each new connection, finds it a new place when the
 * broker dropped it, and ends it when the broker refuses it for good. Used on the event loop only.
 *
 * <pre>
 *   connected -> prepare -> register an id -> enter -> entered
 *   entered   -> lost or dropped           -> interrupted -> prepare ...
 * </pre>
 */
public final class StreamSession implements Placement.Holder {
    private static final System.Logger LOG = System.getLogger(StreamSession.class.getName());
    private static final int NO_ID = -1;

    /** A connection that is lost each time this is entered is probably lost because of it. */
    private static final int MOST_LOST_BEFORE_ENTERED = 3;

    private final Placement placement;
    private final SessionEvents events;
    private final Timer timer;
    private final Role role;
    private final long patienceNanos;
    private final long startNanos;
    private @Nullable Connection connection;
    private int id = NO_ID;
    private boolean entered;
    private boolean everEntered;
    private int lostBeforeEntered;
    private boolean ended;
    /** Tells answers that belong to what is going on now from those that came too late. */
    private int attempt;

    /** What differs between publishers and subscriptions. */
    public interface Role {
        /** The stream's name. */
        String stream();

        /** Its own name, empty when it has none. */
        default String name() {
            return "";
        }

        /** For messages: what it is and of which stream. */
        String description();

        /** Asks the broker for what {@link #enter} needs, when it needs anything. */
        CompletableFuture<Void> prepare(Connection connection);

        /** Takes an id on the connection, -1 when there is none. */
        int register(Connection connection);

        /** Gives the id back. */
        void free(Connection connection, int id);

        /** The request that makes the broker know the id. */
        Request<StatusResponse> enter(int id);

        /** The request that makes the broker know the id was sent; what is sent now comes behind it. */
        default void entering(Connection connection) {}

        /** The request that makes the broker forget it. */
        Request<StatusResponse> leave(int id);

        /** The broker knows the id. */
        void entered(Connection connection, int id);

        /** The broker does not know it any more; it will be entered again. */
        void interrupted();

        /** It will not be entered again. */
        void ended(StreamException cause);
    }

    public StreamSession(StreamConnections connections, ClientContext context, Role role) {
        this.placement = new Placement(connections, context, role.stream(), this);
        this.events = new SessionEvents(
                connections.purpose(), role, context.settings().listener());
        this.timer = context.transport().timer();
        this.role = role;
        this.patienceNanos = context.settings().requestTimeout().toNanos();
        this.startNanos = timer.nanoTime();
    }

    /** Begins: connects if need be. */
    public void start() {
        placement.find();
    }

    @Override
    public String description() {
        return role.description();
    }

    @Override
    public void connected(Connection connection) {
        this.connection = connection;
        enter(connection);
    }

    @Override
    public void disconnected(StreamException cause) {
        connection = null;
        id = NO_ID;
        interrupt(cause);
        if (!everEntered && ++lostBeforeEntered == MOST_LOST_BEFORE_ENTERED) {
            end(cause);
        }
    }

    @Override
    public void abandoned(StreamException cause) {
        end(cause);
    }

    /** The broker dropped it from a connection that goes on. */
    public void dropped() {
        Connection current = connection;
        if (current == null || ended) {
            return;
        }
        connection = null; // a broker may say it twice
        interrupt(new BrokerException(role.description(), ResponseCode.STREAM_NOT_AVAILABLE));
        int mine = attempt;
        LOG.log(System.Logger.Level.WARNING, "{0} was dropped by the broker; trying again", role.description());
        forget(current).thenRun(() -> {
            if (mine == attempt && !ended) {
                placement.again(); // not at once: a broker that is busy with the stream's end may trip over a request
            }
        });
    }

    /** Makes the broker forget it, and ends. The future completes normally, whatever the broker says. */
    public CompletableFuture<Void> leave() {
        Connection current = connection;
        boolean known = !ended;
        entered = false;
        ended = true;
        attempt++;
        CompletableFuture<Void> forgotten =
                known && current != null ? forget(current) : CompletableFuture.completedFuture(null);
        placement.end(forgotten);
        return forgotten;
    }

    private void enter(Connection current) {
        int mine = ++attempt;
        prepare(current)
                .thenCompose(nothing -> mine == attempt ? declare(current) : CompletableFuture.completedFuture(null))
                .whenComplete((response, error) -> {
                    if (mine == attempt && !ended) {
                        answered(current, error == null ? null : Callbacks.unwrap(error));
                    }
                });
    }

    private CompletableFuture<Void> prepare(Connection current) {
        try {
            return role.prepare(current);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<StatusResponse> declare(Connection current) {
        id = role.register(current);
        if (id == NO_ID) {
            // Somebody left who the broker has not forgotten yet; that is no reason to give up.
            return CompletableFuture.failedFuture(
                    new BrokerException(role.description() + ": no id is free", ResponseCode.STREAM_NOT_AVAILABLE));
        }
        CompletableFuture<StatusResponse> declared = current.require(role.description(), role.enter(id));
        role.entering(current);
        return declared;
    }

    private void answered(Connection current, @Nullable Throwable error) {
        if (error == null) {
            boolean resumed = everEntered;
            entered = true;
            everEntered = true;
            role.entered(current, id);
            if (resumed) {
                events.resumed();
            }
        } else if (error instanceof BrokerException refusal) {
            free(current);
            connection = null;
            refused(refusal);
        } else if (error instanceof RequestTimeoutException timeout) {
            if (!everEntered) {
                end(timeout);
            }
            current.fail(error.getMessage(), error); // a broker that does not answer is as good as gone
        } else if (!(error instanceof ConnectionException)) {
            free(current);
            end(error instanceof StreamException stream ? stream : new ConnectionException(error.getMessage(), error));
        }
        // When the connection is lost, disconnected() is called, and connected() after that.
    }

    /** A stream without a leader or a replica may have one soon; anything else is final. */
    @Override
    public void refused(BrokerException refusal) {
        boolean patient = everEntered || timer.nanoTime() - startNanos < patienceNanos;
        if (refusal.code() == ResponseCode.STREAM_NOT_AVAILABLE && patient) {
            LOG.log(System.Logger.Level.DEBUG, "{0}; trying again", refusal.getMessage());
            placement.again();
        } else {
            end(refusal);
        }
    }

    /**
     * The id is free for others only when the broker has answered: until then, what it had sent may still arrive. One that
     * does not answer is as good as gone.
     */
    private CompletableFuture<Void> forget(Connection current) {
        int old = id;
        id = NO_ID;
        if (old == NO_ID) {
            return CompletableFuture.completedFuture(null);
        }
        return current.request(role.leave(old)).handle((response, error) -> {
            if (error instanceof RequestTimeoutException) {
                current.fail(error.getMessage(), error);
            } else {
                role.free(current, old);
            }
            return null;
        });
    }

    private void free(Connection current) {
        if (id != NO_ID) {
            role.free(current, id);
            id = NO_ID;
        }
    }

    private void interrupt(StreamException cause) {
        attempt++;
        if (entered) {
            entered = false;
            role.interrupted();
            events.interrupted(cause);
        }
    }

    private void end(StreamException cause) {
        if (!ended) {
            ended = true;
            attempt++;
            placement.end(CompletableFuture.completedFuture(null));
            role.ended(cause);
            if (everEntered && !(cause instanceof ClosedException)) {
                events.ended(cause);
            }
        }
    }
}
