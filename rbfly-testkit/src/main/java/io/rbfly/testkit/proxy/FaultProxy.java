package io.rbfly.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy in front of a broker that cuts, freezes, delays and corrupts connections.
 *
 * <p>A client that locates streams in a cluster connects to the addresses that the nodes advertise, and so bypasses the
 * proxy: use it for brokers with one node. All methods may be called from any thread, at any time.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    private final InetSocketAddress target;
    private final ServerSocket server;
    private final Map<Direction, Faults> faults = new EnumMap<>(Direction.class);
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();
    private final AtomicInteger cutsMade = new AtomicInteger();
    private @Nullable Random random;
    private int minBytes;
    private int maxBytes;
    private int accepted;

    private FaultProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        for (Direction direction : Direction.values()) {
            faults.put(direction, new Faults());
        }
        start("accept", this::accept);
    }

    /** Listens on a free port of this machine, and forwards everything to an address. */
    public static FaultProxy to(String host, int port) {
        try {
            return new FaultProxy(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address on which it listens. */
    public String host() {
        return server.getInetAddress().getHostAddress();
    }

    /** The port on which it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** A URI for clients, with the user {@code guest} and the virtual host {@code /}. */
    public String uri() {
        return "rabbitmq-stream://guest:guest@" + host() + ":" + port() + "/";
    }

    /** Returns the number of open connections. */
    public int open() {
        return links.size();
    }

    /** Returns the number of connections so far, including open ones and those that the target refused. */
    public synchronized int accepted() {
        return accepted;
    }

    /** Closes all connections with a reset. */
    public void cutAll() {
        links.forEach(Link::abort);
    }

    /**
     * Cuts each connection that is opened from now on after a random number of bytes, in a random direction and manner.
     * The same seed results in the same cuts for the same sequence of connections.
     *
     * @param min minimum number of bytes before a cut, at least 1
     * @param max maximum number of bytes before a cut
     */
    public synchronized void cutEach(long seed, int min, int max) {
        random = new Random(seed);
        minBytes = min;
        maxBytes = max;
    }

    /** Does not cut connections that are opened from now on. */
    public synchronized void cutNoMore() {
        random = null;
    }

    /** Returns the random cuts so far, one for each connection, whether or not it has been cut yet. */
    public synchronized List<Cut> cuts() {
        return List.copyOf(cuts);
    }

    /** Returns the number of connections that were cut at their random point. */
    public int cutsMade() {
        return cutsMade.get();
    }

    /**
     * Continues to accept bytes of a direction, and the end of the connection, but forwards nothing until
     * {@link #thaw}.
     */
    public void freeze(Direction direction) {
        faults(direction).frozen(true);
    }

    /** As {@link #freeze}, but only on the connections that are open now. */
    public void freezeOpen(Direction direction) {
        links.forEach(link -> link.pipe(direction).freeze());
    }

    /** Forwards what was held back, in order. */
    public void thaw(Direction direction) {
        faults(direction).frozen(false);
        links.forEach(link -> link.pipe(direction).thaw());
    }

    /** Delays each piece of data of a direction; zero for no delay. */
    public void delay(Direction direction, Duration delay) {
        faults(direction).delay(delay);
    }

    /**
     * Inverts the bits of one byte of a direction.
     *
     * @param position the number of bytes of that direction before it, counted from now over all connections
     */
    public void corrupt(Direction direction, long position) {
        faults(direction).corruptAfter(position);
    }

    /** Returns whether the byte to corrupt has not arrived yet. */
    public boolean corruptionPending(Direction direction) {
        return faults(direction).corruptionPending();
    }

    /** Closes all connections, stops listening, and returns when its threads have ended. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Thread> all;
        synchronized (this) {
            links.forEach(Link::abort);
            all = List.copyOf(threads);
        }
        try {
            for (Thread thread : all) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Faults faults(Direction direction) {
        return Objects.requireNonNull(faults.get(direction));
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException e) {
                // closed, or the client has already disconnected
            }
        }
    }

    private void connect(Socket client) {
        Socket broker = new Socket();
        count();
        try {
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            broker.connect(target, CONNECT_MILLIS);
        } catch (IOException e) {
            Link.closeQuietly(broker);
            Link.closeQuietly(client);
            return;
        }
        add(client, broker);
    }

    private synchronized void count() {
        accepted++;
    }

    private synchronized void add(Socket client, Socket broker) {
        Link link = new Link(client, broker, this::faults, nextCut(), cutsMade::incrementAndGet, links::remove);
        links.add(link);
        threads.removeIf(thread -> !thread.isAlive());
        link.pipes().forEach(pipe -> start("connection " + accepted, pipe));
        if (server.isClosed()) {
            link.abort();
        }
    }

    private @Nullable Cut nextCut() {
        if (random == null) {
            return null;
        }
        Direction direction = random.nextBoolean() ? Direction.TO_BROKER : Direction.TO_CLIENT;
        Cut cut = new Cut(direction, minBytes + random.nextInt(maxBytes - minBytes + 1), random.nextBoolean());
        cuts.add(cut);
        return cut;
    }

    private synchronized void start(String what, Runnable task) {
        Thread thread = new Thread(task, "fault-proxy " + port() + " " + what);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }
}
