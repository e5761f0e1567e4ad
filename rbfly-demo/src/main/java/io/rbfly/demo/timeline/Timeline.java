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

/** Remembers what happened when. Times are nanoseconds since this was made. Safe for any thread. */
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

    /** Made with what tells the time in nanoseconds, from any origin. */
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

    /** Ends the calculation that was started. */
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

    /** The calculations that were finished. */
    public synchronized List<Span> calculations() {
        return List.copyOf(calculations);
    }

    /** The calculation that was begun and not finished, up to now. */
    synchronized @Nullable Span unfinishedCalculation() {
        Span started = calculating;
        return started == null ? null : new Span(started.fromNanos, nowNanos());
    }

    /** When the event loop was blocked for longer than the client's watchdog allows. */
    public synchronized List<Span> blocks() {
        return List.copyOf(blocks);
    }

    /** When the whole JVM was paused for longer than the client's watchdog allows. */
    public synchronized List<Span> pauses() {
        return List.copyOf(pauses);
    }

    /** Connections in the order they were opened. */
    public synchronized List<Link> links() {
        return List.copyOf(links);
    }

    /** When the slow consumer had a message. */
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

    /** From then to then. */
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

    /** The life of one connection. */
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
