package io.rbfly.client.session;

import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.cluster.CandidateNodes;
import io.rbfly.client.cluster.PooledConnection;
import io.rbfly.client.cluster.RoleConnections;
import io.rbfly.client.cluster.StreamLocation;
import io.rbfly.client.cluster.StreamLocator;
import io.rbfly.client.cluster.StreamNode;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.config.Transport;
import io.rbfly.client.connection.Refusals;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.recovery.Attempts;
import io.rbfly.client.recovery.CombinedError;
import io.rbfly.client.recovery.RecoveryPolicy;
import io.rbfly.client.recovery.RecoveryPolicy.Phase;
import io.rbfly.client.recovery.RetryRounds;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds a node for a publisher or a subscription and attaches it to a connection there. If the connection is lost, it
 * looks for a node again, since the stream may have moved. Used on the event loop only.
 *
 * <pre>
 *   find -> located -> try the nodes in order -> connected -> declared
 *   any failure -> the next node, or find after a pause, or the end: as {@link RecoveryPolicy} decides
 *   declared -> lost: find immediately, then after growing pauses
 * </pre>
 */
final class NodePlacement {
    private final RoleConnections connections;
    private final Callbacks callbacks;
    private final Transport transport;
    private final String stream;
    private final StreamSession session;
    private final Attempts attempts;
    private final CandidateNodes candidates = new CandidateNodes();
    /** The node that is being tried or used. */
    private @Nullable StreamNode at;

    private @Nullable PooledConnection node;
    private RetryRounds.@Nullable Retry retry;
    /** Whether it waits for the next open connection, because there was none. */
    private boolean listening;

    /** Whether it is a part of something that is available. */
    private boolean joining;

    private boolean declared;
    private boolean ended;

    NodePlacement(RoleConnections connections, ClientContext context, String stream, StreamSession session) {
        this.connections = connections;
        this.callbacks = context.callbacks();
        this.transport = context.transport();
        this.stream = stream;
        this.session = session;
        this.attempts = new Attempts(context.settings(), transport.timer());
    }

    /** Starts, perhaps for a part of something that is available, which {@link RecoveryPolicy} distinguishes. */
    void start(boolean joins) {
        joining = joins;
        find();
    }

    /** Looks for a node at the current location of the stream. */
    private void find() {
        assert callbacks.isOnLoop();
        retry = null;
        if (connections.replicaOnly()) {
            connections.locator().forget(stream); // a node that was a replica may be the leader by now
        }
        connections.locator().locate(connections.role(), stream).whenComplete((location, error) -> {
            if (ended) {
                return;
            }
            if (error == null) {
                located(location);
            } else {
                notLocated(Callbacks.unwrap(error));
            }
        });
    }

    /** The session was declared. */
    void declared() {
        declared = true;
        attempts.succeeded();
        candidates.end();
    }

    /** The node refused the session. Its connection remains open for others. */
    void refused(StreamException cause) {
        leaveNode();
        failed(cause);
    }

    /**
     * The broker deleted the session, and the connection remains open. Looks for a node after a pause, since a broker
     * that is still removing the stream may fail on a request.
     */
    void dropped(StreamException cause) {
        declared = false;
        attempts.lost();
        leaveNode();
        if (!attempts.isFirst() && !attempts.mayReconnect()) {
            giveUp(cause);
        } else {
            findLater(!attempts.isFirst());
        }
    }

    /** Stops. The place on the connection becomes free when the broker has deleted the session's id. */
    void end(CompletableFuture<Void> forgotten) {
        ended = true;
        if (retry != null) {
            retry.cancel();
        }
        connections.locator().forget(stream);
        forgotten.whenComplete((nothing, error) -> detach());
    }

    /** The node could not be reached. */
    void unreachable(StreamException cause) {
        doubtNode();
        node = null;
        failed(cause);
    }

    /** The connection is lost, of which the session was notified. */
    void lost(StreamException cause) {
        boolean wasDeclared = declared;
        if (!wasDeclared) {
            doubtNode();
        }
        node = null;
        declared = false;
        if (ended) {
            return;
        }
        attempts.lost();
        if (wasDeclared) {
            candidates.begin(List.of());
        }
        failed(cause, phase(), true);
    }

    /** The client and its connections are closed. */
    void abandoned() {
        node = null;
    }

    private void located(StreamLocation location) {
        candidates.begin(location.candidates(connections, transport));
        if (location.code() != ResponseCode.OK) {
            failed(Refusals.of(session.description(), location.code()));
        } else if (candidates.isEmpty()) {
            String why = connections.replicaOnly() ? " (reads from a replica only, and there is none)" : "";
            failed(Refusals.of(session.description() + why, ResponseCode.STREAM_NOT_AVAILABLE));
        } else {
            tryNext();
        }
    }

    private void notLocated(Throwable error) {
        candidates.begin(List.of());
        if (error instanceof StreamLocator.NotAnswered unanswered) {
            failed(unanswered.last());
        } else if (error instanceof StreamException unconnected) {
            findWhenConnected();
            failed(unconnected, connections.pool().phase(), false);
        } else {
            session.end(new ConnectionException(String.valueOf(error.getMessage()), error));
        }
    }

    private void tryNext() {
        StreamNode next = candidates.next();
        at = next;
        if (next.unresolved() != null) {
            doubtNode();
            failed(next.unresolved());
            return;
        }
        PooledConnection connection = connections.pool().get(connections.role(), next);
        node = connection;
        connection.attach(session);
    }

    private void failed(StreamException cause) {
        failed(cause, phase(), false);
    }

    private Phase phase() {
        if (attempts.everSucceeded()) {
            return Phase.RECOVERING;
        }
        return joining ? Phase.JOINING : Phase.OPENING;
    }

    /** Handles every failure. */
    private void failed(StreamException cause, Phase phase, boolean lost) {
        if (ended) {
            return;
        }
        candidates.failed(cause);
        switch (RecoveryPolicy.decide(candidates.failures(), !candidates.isEmpty(), phase, attempts)) {
            case ELSEWHERE -> tryNext();
            case AGAIN -> {
                if (lost && attempts.isFirst()) {
                    attempts.reconnecting();
                    findAnew();
                } else {
                    boolean recovering = phase == Phase.RECOVERING || phase == Phase.JOINING;
                    int failed = recovering ? Math.max(1, attempts.reconnects()) : attempts.pauses() + 1;
                    findLater(recovering);
                    tell(CombinedError.of(candidates.failures()), failed);
                }
            }
            case GIVE_UP -> giveUp(CombinedError.of(candidates.failures()));
            case FINAL -> session.end(CombinedError.of(candidates.failures()));
        }
    }

    private void giveUp(StreamException cause) {
        session.end(new ConnectionException(
                session.description() + ": gave up connecting after " + attempts.reconnects() + " attempts", cause));
    }

    private void findLater(boolean counts) {
        if (counts) {
            attempts.reconnecting();
        }
        RetryRounds.Retry next = connections.rounds().join(attempts.pausing(), this::findAnew);
        retry = ended ? null : next;
    }

    private void tell(StreamException cause, int failed) {
        if (retry != null) {
            session.retrying(cause, failed, retry.pause());
        }
    }

    private void findAnew() {
        if (!ended) {
            connections.locator().forget(stream);
            find();
        }
    }

    /** Ends the pause when any connection is opened, because no node could be reached before. */
    private void findWhenConnected() {
        if (!listening) {
            listening = true;
            connections.pool().nextOpened().thenAccept(connection -> {
                listening = false;
                RetryRounds.Retry waiting = retry;
                if (waiting != null && !ended) {
                    waiting.cancel();
                    findAnew();
                }
            });
        }
    }

    private void doubtNode() {
        if (at != null) {
            candidates.doubt(at.advertised());
        }
    }

    private void leaveNode() {
        doubtNode();
        detach();
    }

    private void detach() {
        PooledConnection left = node;
        node = null;
        if (left != null) {
            connections.pool().detach(left, session);
        }
    }
}
