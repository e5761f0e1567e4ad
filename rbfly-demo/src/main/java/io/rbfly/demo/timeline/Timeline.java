package io.rbfly.demo.timeline;

import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.api.event.ClientEvent.ConnectionClosed;
import io.rbfly.client.api.event.ClientEvent.ConnectionOpened;
import io.rbfly.client.api.event.ClientEvent.EventLoopBlocked;
import io.rbfly.client.api.event.ClientEvent.HeartbeatReceived;
import io.rbfly.client.api.event.ClientEvent.HeartbeatSent;
import io.rbfly.client.api.event.ClientEvent.JvmPaused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Records events. Times are nanoseconds since the creation of this object. Thread safe. */
public final class Timeline implements Consumer<ClientEvent> {
    private final LongSupplier nanoClock;
    private final long startNanos;
    private final List<Span> calculations = new ArrayList<>();
    private final List<Span> blocks = new ArrayList<>();
    private final List<Span> pauses = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Long> messages = new ArrayList<>();
    private final List<Heartbeat> heartbeatsSent = new ArrayList<>();
    private final List<Heartbeat> heartbeatsReceived = new ArrayList<>();
    private @Nullable Span calculating;

    /** Creates it with a clock in nanoseconds with any origin. */
    public Timeline(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
    }

    long nowNanos() {
        return nanoClock.getAsLong() - startNanos;
    }

    public synchronized void calculationStarted() {
        long now = nowNanos();
        calculating = new Span(now, now);
    }

    /** Records the end of the current calculation and returns its duration. */
    public synchronized Duration calculationDone() {
        Span started = calculating;
        if (started == null) {
            throw new IllegalStateException("no calculation was started");
        }
        Span done = new Span(started.fromNanos, nowNanos());
        calculations.add(done);
        calculating = null;
        return done.length();
    }

    public synchronized void messageRead() {
        messages.add(nowNanos());
    }

    @Override
    public synchronized void accept(ClientEvent event) {
        long now = nowNanos();
        if (event instanceof HeartbeatSent) {
            heartbeatsSent.add(new Heartbeat(((HeartbeatSent) event).connection(), now));
        } else if (event instanceof HeartbeatReceived) {
            heartbeatsReceived.add(new Heartbeat(((HeartbeatReceived) event).connection(), now));
        } else if (event instanceof EventLoopBlocked) {
            blocks.add(new Span(now - ((EventLoopBlocked) event).blocked().toNanos(), now));
        } else if (event instanceof JvmPaused) {
            pauses.add(new Span(now - ((JvmPaused) event).pause().toNanos(), now));
        } else if (event instanceof ConnectionOpened) {
            ConnectionOpened opened = (ConnectionOpened) event;
            links.add(new Link(opened.connection(), now, opened.reconnect()));
        } else if (event instanceof ConnectionClosed) {
            close((ConnectionClosed) event, now);
        }
    }

    private void close(ConnectionClosed closed, long now) {
        for (Link link : links) {
            if (link.isOpen() && link.name.equals(closed.connection())) {
                link.closedNanos = now;
                link.closedByPeer = closed.byPeer();
                return;
            }
        }
    }

    /** Returns the calculations that have ended. */
    public synchronized List<Span> calculations() {
        return List.copyOf(calculations);
    }

    /** Returns the current calculation up to now, null if there is none. */
    synchronized @Nullable Span unfinishedCalculation() {
        Span started = calculating;
        return started == null ? null : new Span(started.fromNanos, nowNanos());
    }

    /** Returns when the event loop was blocked for longer than the client's watchdog allows. */
    public synchronized List<Span> blocks() {
        return List.copyOf(blocks);
    }

    /** Returns when the whole JVM was paused for longer than the client's watchdog allows. */
    public synchronized List<Span> pauses() {
        return List.copyOf(pauses);
    }

    /** Returns the connections in the order in which they were opened. */
    public synchronized List<Link> links() {
        return List.copyOf(links);
    }

    /** Returns when the slow consumer received messages. */
    synchronized List<Long> messages() {
        return List.copyOf(messages);
    }

    public synchronized List<Heartbeat> heartbeatsSent() {
        return List.copyOf(heartbeatsSent);
    }

    public synchronized List<Heartbeat> heartbeatsReceived() {
        return List.copyOf(heartbeatsReceived);
    }

    /** A heartbeat of one connection. */
    static final class Heartbeat {
        final String connection;
        final long nanos;

        Heartbeat(String connection, long nanos) {
            this.connection = connection;
            this.nanos = nanos;
        }
    }

    /** An interval. */
    public static final class Span {
        final long fromNanos;
        final long toNanos;

        Span(long fromNanos, long toNanos) {
            this.fromNanos = fromNanos;
            this.toNanos = toNanos;
        }

        public Duration length() {
            return Duration.ofNanos(toNanos - fromNanos);
        }
    }

    /** The lifetime of one connection. */
    public static final class Link {
        final String name;
        final long openedNanos;
        public final boolean reconnect;
        private volatile long closedNanos = Long.MAX_VALUE;
        private volatile boolean closedByPeer;

        Link(String name, long openedNanos, boolean reconnect) {
            this.name = name;
            this.openedNanos = openedNanos;
            this.reconnect = reconnect;
        }

        boolean isOpen() {
            return closedNanos == Long.MAX_VALUE;
        }

        /** When it was closed; {@link Long#MAX_VALUE} while it is open. */
        long closedNanos() {
            return closedNanos;
        }

        public boolean closedByPeer() {
            return closedByPeer;
        }
    }
}
