package io.rbfly.client.connection;

import io.rbfly.client.api.Address;
import io.rbfly.client.api.BrokerException;
import io.rbfly.client.api.ClientEvent;
import io.rbfly.client.api.ClosedException;
import io.rbfly.client.api.ConnectionException;
import io.rbfly.client.api.StreamException;
import io.rbfly.client.api.TlsException;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The open connection for one purpose, or a future of the next: made when first wanted, and made again when it is lost, with
 * growing pauses. Used on the event loop only.
 *
 * <p>The first attempt fails at once when there is nothing to connect to, so that a wrong address is noticed. Once it was
 * open, a connection that is lost is made again until the bound of attempts; a refusal of user, virtual host or TLS is final.
 */
public final class ConnectionSupply {
    private static final System.Logger LOG = System.getLogger(ConnectionSupply.class.getName());

    private final Address address;
    private final String name;
    private final Connector connector;
    private final ConnectionSettings settings;
    private final Timer timer;
    private final Backoff backoff;
    private final Set<Attachment> attachments = new LinkedHashSet<>();
    private CompletableFuture<Connection> next = new CompletableFuture<>();
    private State state = State.IDLE;
    private @Nullable Connection connection;
    private Timer.@Nullable Scheduled retry;
    /** Attempts since a connection was lost that had lasted. */
    private int attempts;

    private long openedNanos;

    private enum State {
        /** Not wanted yet, or given up. */
        IDLE,
        CONNECTING,
        OPEN,
        /** Lost; connecting again or pausing before it. */
        RECONNECTING,
        CLOSED
    }

    public ConnectionSupply(Address address, String name, Transport transport, ConnectionSettings settings) {
        this.address = address;
        this.name = name;
        this.connector = new Connector(transport, settings);
        this.settings = settings;
        this.timer = transport.timer();
        this.backoff = new Backoff(settings.firstBackoff(), settings.longestBackoff(), transport.random());
    }

    /**
     * The open connection, or the next one.
     *
     * @return a future, completed on the event loop: exceptionally with {@link ConnectionException} when connecting
     *     failed for good, {@link BrokerException} when the broker refused user or virtual host, {@link TlsException} when
     *     TLS was refused by either side, {@link ClosedException} after {@link #close}
     */
    public CompletableFuture<Connection> get() {
        if (connection != null) {
            return CompletableFuture.completedFuture(connection);
        }
        if (state == State.CLOSED) {
            return CompletableFuture.failedFuture(clientClosed());
        }
        CompletableFuture<Connection> result = next;
        if (state == State.IDLE) {
            state = State.CONNECTING;
            connect();
        }
        return result;
    }

    /** Keeps someone informed of connections from now on; the connection that is open now is told at once. */
    public void attach(Attachment attachment) {
        attachments.add(attachment);
        if (connection != null) {
            attachment.connected(connection);
        } else {
            get().whenComplete((made, error) -> {
                if (error != null && attachments.remove(attachment)) {
                    attachment.abandoned(asStreamException(error));
                }
            });
        }
    }

    /** Informs no more. */
    public void detach(Attachment attachment) {
        attachments.remove(attachment);
    }

    /** Closes the connection and makes no more. */
    public CompletableFuture<Void> close() {
        if (state == State.CLOSED) {
            return connection == null
                    ? CompletableFuture.completedFuture(null)
                    : connection.closed().thenApply(reason -> null);
        }
        state = State.CLOSED;
        if (retry != null) {
            retry.cancel();
        }
        giveUp(clientClosed());
        return connection == null
                ? CompletableFuture.completedFuture(null)
                : connection.close().thenApply(reason -> null);
    }

    private void connect() {
        retry = null;
        connector.connect(address, name).whenComplete((opened, error) -> {
            if (error == null) {
                opened(opened);
            } else {
                failed(asStreamException(error));
            }
        });
    }

    private void opened(Connector.Opened opened) {
        Connection made = opened.connection();
        if (state == State.CLOSED) {
            made.close();
            return;
        }
        boolean reconnect = state == State.RECONNECTING;
        state = State.OPEN;
        connection = made;
        openedNanos = timer.nanoTime();
        made.closed().thenAccept(this::lost);
        settings.listener()
                .accept(new ClientEvent.ConnectionOpened(name, address.toString(), opened.heartbeat(), reconnect));
        if (reconnect) {
            LOG.log(System.Logger.Level.INFO, "{0}: connected to {1} again", name, address);
        }
        CompletableFuture<Connection> waiting = next;
        next = new CompletableFuture<>();
        List.copyOf(attachments).forEach(attachment -> attachment.connected(made));
        waiting.complete(made);
    }

    private void failed(StreamException error) {
        if (state == State.CLOSED) {
            return;
        }
        if (state == State.CONNECTING || ConnectFailure.isFinal(error)) {
            state = State.IDLE;
            giveUp(error);
        } else {
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}", name, error.getMessage());
            reconnect(error);
        }
    }

    private void lost(Connection.CloseReason reason) {
        connection = null;
        settings.listener().accept(new ClientEvent.ConnectionClosed(name, reason.byPeer(), reason.cause()));
        if (state == State.CLOSED) {
            return;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "{0}: {1}; connecting again",
                name,
                reason.error().getMessage());
        state = State.RECONNECTING;
        if (timer.nanoTime() - openedNanos >= settings.firstBackoff().toNanos()) {
            attempts = 0;
            backoff.reset();
        }
        List.copyOf(attachments).forEach(attachment -> attachment.disconnected(reason.error()));
        reconnect(reason.error());
    }

    /** At once when the lost connection had lasted, lest a broker that drops each new one is tried without a pause. */
    private void reconnect(StreamException cause) {
        if (attempts >= settings.maxReconnects()) {
            state = State.IDLE;
            String gaveUp = "gave up connecting to " + address + " after " + attempts + " attempts";
            attempts = 0;
            backoff.reset();
            giveUp(new ConnectionException(gaveUp, cause));
        } else if (attempts++ == 0) {
            connect();
        } else {
            Duration pause = backoff.next();
            LOG.log(System.Logger.Level.DEBUG, "{0}: next attempt in {1} ms", name, pause.toMillis());
            retry = timer.schedule(pause, this::connect);
        }
    }

    /** Everybody who waits is told; a later wish for a connection starts afresh. */
    private void giveUp(StreamException cause) {
        CompletableFuture<Connection> waiting = next;
        next = new CompletableFuture<>();
        List<Attachment> left = new ArrayList<>(attachments);
        attachments.clear();
        left.forEach(attachment -> attachment.abandoned(cause));
        waiting.completeExceptionally(cause);
    }

    private static StreamException asStreamException(Throwable error) {
        Throwable cause = Callbacks.unwrap(error);
        return cause instanceof StreamException stream
                ? stream
                : new ConnectionException(String.valueOf(cause.getMessage()), cause);
    }

    private static ClosedException clientClosed() {
        return new ClosedException("client is closed");
    }
}
