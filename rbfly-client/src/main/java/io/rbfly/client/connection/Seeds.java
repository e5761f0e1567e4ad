package io.rbfly.client.connection;

import io.rbfly.client.api.Address;
import io.rbfly.client.api.BrokerException;
import io.rbfly.client.api.ConnectionException;
import io.rbfly.client.api.StreamException;
import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Some connection to the cluster, whatever the node: one that is open, or else the first that can be made to an address of the
 * URI or to one where there has been a broker before. Used on the event loop only.
 *
 * <p>The first attempt fails when no address can be reached, so that a wrong one is noticed. Once there was a connection,
 * attempts go on with growing pauses until their bound; a refusal of user, virtual host or TLS is final.
 */
final class Seeds {
    private static final System.Logger LOG = System.getLogger(Seeds.class.getName());

    private final ConnectionPool pool;
    private final Transport transport;
    private final ConnectionSettings settings;
    private final Backoff backoff;
    private @Nullable CompletableFuture<Connection> next;
    private Timer.@Nullable Scheduled retry;
    /** Attempts since a connection was lost that had lasted. */
    private int attempts;

    /** Whether the next connection that is opened will be told of. */
    private boolean listening;

    private boolean recovering;
    private boolean closed;

    Seeds(ConnectionPool pool, ClientContext context) {
        this.pool = pool;
        this.transport = context.transport();
        this.settings = context.settings();
        this.backoff = new Backoff(settings.firstBackoff(), settings.longestBackoff(), transport.random());
    }

    /**
     * A connection, if possible one for this purpose; if none is open, one for this purpose is made.
     *
     * @return a future, completed on the event loop: exceptionally with {@link ConnectionException} when connecting
     *     failed for good, {@link BrokerException} when the broker refused user or virtual host,
     *     {@link io.rbfly.client.api.TlsException} when TLS was refused by either side,
     *     {@link io.rbfly.client.api.ClosedException} after {@link #close}
     */
    CompletableFuture<Connection> get(Purpose purpose) {
        if (closed) {
            return CompletableFuture.failedFuture(ConnectionPool.clientClosed());
        }
        for (Purpose each : List.of(purpose, Purpose.PUBLISHING, Purpose.READING)) {
            List<Connection> open = pool.open(each);
            if (!open.isEmpty()) {
                return CompletableFuture.completedFuture(open.get(0));
            }
        }
        if (next != null) {
            return next;
        }
        CompletableFuture<Connection> result = new CompletableFuture<>();
        next = result;
        begin(purpose);
        return result;
    }

    /** Ends the waiting. */
    void close() {
        closed = true;
        giveUp(ConnectionPool.clientClosed());
    }

    private void begin(Purpose purpose) {
        if (!listening) { // once, however many attempts fail before
            listening = true;
            pool.nextOpened().thenAccept(this::connected);
        }
        ConnectionPool.Loss loss = pool.takeLoss();
        if (loss != null) {
            recovering = true;
            if (loss.lasted().compareTo(settings.firstBackoff()) >= 0) {
                attempts = 0;
                backoff.reset();
            }
        }
        if (recovering) {
            reconnect(purpose, loss != null ? loss.cause() : new ConnectionException("connection lost", null));
        } else {
            tryAll(purpose);
        }
    }

    private void tryAll(Purpose purpose) {
        retry = null;
        Set<Address> addresses =
                new LinkedHashSet<>(transport.shuffled(settings.uri().addresses()));
        if (recovering) {
            addresses.addAll(transport.shuffled(pool.reached()));
        }
        if (next != null) {
            tryNext(next, purpose, new ArrayDeque<>(addresses), new ArrayList<>());
        }
    }

    private void tryNext(
            CompletableFuture<Connection> wanted,
            Purpose purpose,
            Queue<Address> left,
            List<StreamException> failures) {
        Address address = left.poll();
        if (address == null) {
            failed(purpose, allOf(failures));
            return;
        }
        pool.get(purpose, address).whenOpen().whenComplete((connection, error) -> {
            if (next != wanted) {
                return; // there was one meanwhile, or nobody needs it any more
            } else if (error instanceof StreamException failure && ConnectFailure.isFinal(failure)) {
                giveUp(failure);
            } else if (error instanceof StreamException failure) {
                failures.add(failure);
                tryNext(wanted, purpose, left, failures);
            }
        });
    }

    private static StreamException allOf(List<StreamException> failures) {
        if (failures.size() == 1) {
            return failures.get(0);
        }
        StreamException all = new ConnectionException(
                failures.stream().map(StreamException::getMessage).collect(Collectors.joining("; ")), failures.get(0));
        failures.stream().skip(1).forEach(all::addSuppressed);
        return all;
    }

    private void connected(Connection connection) {
        listening = false;
        CompletableFuture<Connection> waiting = stop();
        recovering = false;
        if (waiting != null) {
            waiting.complete(connection);
        }
    }

    private void failed(Purpose purpose, StreamException error) {
        if (recovering) {
            LOG.log(System.Logger.Level.WARNING, error.getMessage());
            reconnect(purpose, error);
        } else {
            giveUp(error);
        }
    }

    /** At once when the lost connection had lasted, lest a broker that drops each new one is tried without a pause. */
    private void reconnect(Purpose purpose, StreamException cause) {
        if (attempts >= settings.maxReconnects()) {
            giveUp(new ConnectionException(
                    "gave up connecting to " + settings.uri().hosts() + " after " + attempts + " attempts", cause));
        } else if (attempts++ == 0) {
            tryAll(purpose);
        } else {
            Duration pause = backoff.next();
            LOG.log(System.Logger.Level.DEBUG, "next attempt to connect in {0} ms", pause.toMillis());
            retry = transport.timer().schedule(pause, () -> tryAll(purpose));
        }
    }

    /** Everybody who waits is told; a later wish for a connection starts afresh. */
    private void giveUp(StreamException cause) {
        CompletableFuture<Connection> waiting = stop();
        recovering = false;
        attempts = 0;
        backoff.reset();
        if (waiting != null) {
            waiting.completeExceptionally(cause);
        }
    }

    private @Nullable CompletableFuture<Connection> stop() {
        CompletableFuture<Connection> waiting = next;
        next = null;
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        return waiting;
    }
}
