package io.rbfly.simulation.network;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalAddress;
import io.rbfly.simulation.world.World;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The network of a run: nodes that accept connections at their addresses. */
public final class Network {
    private final World world;
    private final RandomGenerator random;
    private final LinkSettings settings;
    private final ByteBufAllocator allocator;
    private final Map<SocketAddress, Listener> listeners = new LinkedHashMap<>();
    private final List<Connection> connections = new ArrayList<>();
    private @Nullable SocketAddress balancer;
    private final Deque<Fate> fates = new ArrayDeque<>();
    private int channels;

    private record Fate(long bytes, boolean ends) {}

    private static final class Listener {
        private final String node;
        private final EventLoop loop;
        private final Consumer<Channel> accept;
        private Accepting accepting = Accepting.YES;

        private Listener(String node, EventLoop loop, Consumer<Channel> accept) {
            this.node = node;
            this.loop = loop;
            this.accept = accept;
        }
    }

    /** What happens to those who connect. */
    public enum Accepting {
        /** They are connected. */
        YES,
        /** They are refused. */
        REFUSED,
        /** They get no answer. */
        SILENT
    }

    /** Creates a network without nodes. */
    public Network(World world, RandomGenerator random, LinkSettings settings, ByteBufAllocator allocator) {
        this.world = world;
        this.random = random;
        this.settings = settings;
        this.allocator = allocator;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    NumberedChannelId nextId() {
        return new NumberedChannelId(++channels);
    }

    /** The address at which a node listens. */
    public static SocketAddress address(String node) {
        return new LocalAddress(node);
    }

    /** Creates an unconnected channel of a client. */
    public Channel newChannel(@Nullable Tap tap) {
        return new SimulatedChannel(this, tap);
    }

    /** Lets a node accept connections; each is passed on before it is registered with the loop. */
    public void listen(String node, EventLoop loop, Consumer<Channel> accept) {
        listeners.put(address(node), new Listener(node, loop, accept));
    }

    /** Adds an address that leads to any node, mostly to one that accepts connections. */
    public void balance(String address) {
        balancer = address(address);
    }

    /**
     * Lets the next connection lose everything when its client has got some bytes.
     *
     * @param ends whether it ends then, which is noticed at once
     */
    public void loseNext(long bytes, boolean ends) {
        fates.add(new Fate(bytes, ends));
    }

    /** Takes back {@link #loseNext}. */
    public void loseNoMore() {
        fates.clear();
        connections.forEach(Connection::loseNever);
    }

    /** Sets what happens to those who connect to a node. */
    public void accepting(String node, Accepting accepting) {
        listener(address(node)).accepting = accepting;
    }

    private Listener listener(SocketAddress address) {
        Listener listener = listeners.get(address);
        if (listener == null) {
            throw new IllegalArgumentException("no node at " + address);
        }
        return listener;
    }

    /** The connections that are open on both sides. */
    public List<Connection> connections() {
        connections.removeIf(Connection::isGone);
        return connections.stream().filter(Connection::isOpen).toList();
    }

    /** Ends what is left of all connections: those that only the node has, for example. */
    public void cutAll() {
        connections.forEach(Connection::cut);
    }

    void connect(SimulatedChannel client, SocketAddress address) {
        world.after(roundTrip(), () -> arrive(client, address.equals(balancer) ? anyListener() : listener(address)));
    }

    private Listener anyListener() {
        List<Listener> all = List.copyOf(listeners.values());
        List<Listener> good =
                all.stream().filter(each -> each.accepting == Accepting.YES).toList();
        List<Listener> from = good.isEmpty() || random.nextInt(10) == 0 ? all : good;
        return from.get(random.nextInt(from.size()));
    }

    private Duration roundTrip() {
        return settings.latency().multipliedBy(2);
    }

    private void arrive(SimulatedChannel client, Listener listener) {
        switch (listener.accepting) {
            case SILENT -> {}
            case REFUSED -> client.connectFailed(new ConnectException("Connection refused: " + listener.node));
            case YES -> {
                if (client.isOpen()) {
                    accept(client, listener);
                }
            }
        }
    }

    private void accept(SimulatedChannel client, Listener listener) {
        SimulatedChannel server = new SimulatedChannel(this, null);
        Pipe toServer = new Pipe(world, random, settings, null);
        Pipe toClient = new Pipe(world, random, settings, toServer);
        toServer.connect(client, server);
        toClient.connect(server, client);
        Connection connection = new Connection(listener.node, client, server, toServer, toClient);
        connections.add(connection);
        Fate fate = fates.poll();
        if (fate != null) {
            connection.loseAfter(fate.bytes, fate.ends);
        }
        world.trace()
                .event(
                        channels,
                        () -> "connection " + client.name() + " to " + listener.node + ", where it is "
                                + server.name());
        server.connected(address("client"), toClient, toServer);
        listener.accept.accept(server);
        listener.loop.register(server);
        client.connectSucceeded(toServer, toClient);
    }
}
