package io.rbfly.testkit.embedded.cluster;

import io.netty.channel.EventLoop;
import io.rbfly.testkit.embedded.log.StreamLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything that the nodes of a cluster share. Used on one event loop only. */
public final class ClusterState {
    /** How long a consumer group keeps the places of members on a failed node. */
    private static final Duration GROUP_PATIENCE = Duration.ofSeconds(60);

    private final EventLoop loop;
    private final InstantSource clock;
    private final long maxBytes;
    private final List<Node> nodes;
    private final Map<String, VirtualHost> virtualHosts = new LinkedHashMap<>();
    private final Map<String, User> users = new LinkedHashMap<>();
    private final ClusterFaults faults = new ClusterFaults();
    private final Set<NodeConnection> connections = new LinkedHashSet<>();
    private Duration electionDelay = Duration.ofMillis(100);
    private Duration requestTimeout = Duration.ofSeconds(60);
    private int maxConnections = Integer.MAX_VALUE;
    private long usedBytes;
    private Runnable whenFull = () -> {};
    private int frameMax = 1 << 20;
    private int heartbeatSeconds = 60;

    /**
     * Creates a cluster without streams.
     *
     * @param clock for the timestamps of chunks
     * @param maxBytes the memory for all chunks together
     */
    public ClusterState(EventLoop loop, InstantSource clock, long maxBytes, List<String> nodes) {
        this.loop = loop;
        this.clock = clock;
        this.maxBytes = maxBytes;
        this.nodes = nodes.stream().map(Node::new).toList();
        virtualHosts.put("/", new VirtualHost(this));
    }

    /** All nodes, also those that are stopped. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The virtual host with a name, null if there is none. */
    public @Nullable VirtualHost virtualHost(String name) {
        return virtualHosts.get(name);
    }

    /** Adds a virtual host. */
    public void addVirtualHost(String name) {
        virtualHosts.putIfAbsent(name, new VirtualHost(this));
    }

    /** The user with a name, null if there is none. */
    public @Nullable User user(String name) {
        return users.get(name);
    }

    /** Adds a user, or changes one. */
    public void addUser(User user) {
        users.put(user.name(), user);
    }

    /** The connections of clients to all nodes. */
    public List<NodeConnection> connections() {
        return List.copyOf(connections);
    }

    /** Adds a connection that a node has accepted. */
    public void add(NodeConnection connection) {
        connections.add(connection);
    }

    /** Forgets a connection that is closed. */
    public void remove(NodeConnection connection) {
        connections.remove(connection);
    }

    /** Sets whether memory or disk are used up, so that no publisher is read from. */
    public void alarm(boolean alarm) {
        faults.alarm(alarm);
        connections().forEach(NodeConnection::alarmChanged);
    }

    /** The faults of the cluster. */
    public ClusterFaults faults() {
        return faults;
    }

    /** Sets what nodes propose to clients: the largest frame, and the interval of heartbeats, 0 for none. */
    public void propose(int frameMax, int heartbeatSeconds) {
        this.frameMax = frameMax;
        this.heartbeatSeconds = heartbeatSeconds;
    }

    /** The largest frame, in bytes. */
    public int frameMax() {
        return frameMax;
    }

    /** The interval of heartbeats, 0 for none. */
    public int heartbeatSeconds() {
        return heartbeatSeconds;
    }

    /** Sets what is called when a message is refused because the memory is used up. */
    public void whenFull(Runnable action) {
        whenFull = action;
    }

    /** How long a stream is without a leader after the loss of one. */
    public void electionDelay(Duration delay) {
        electionDelay = delay;
    }

    /** The time until a stream that has lost its leader can have another. */
    Duration electionDelay() {
        return electionDelay;
    }

    /** Sets how long clients have to answer a request of the broker. */
    public void requestTimeout(Duration timeout) {
        requestTimeout = timeout;
    }

    /** How long clients have to answer a request of the broker. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** Sets how many connections a node may have. */
    public void maxConnections(int connections) {
        maxConnections = connections;
    }

    /** Whether a node has more connections than it may have, those in their handshake included. */
    public boolean isCrowded(Node node) {
        return connections.stream().filter(each -> each.node() == node).count() > maxConnections;
    }

    /** Stops a node without a word; the streams that it led elect another leader. */
    public void kill(Node node) {
        node.stop();
        connections().stream().filter(each -> each.node() == node).forEach(NodeConnection::nodeStopped);
        lost(node);
    }

    /** Starts a node that was stopped. */
    public void start(Node node) {
        node.start();
        changed(node);
    }

    /** Separates a node from the other nodes, if there are any, but not from its clients, or ends this. */
    public void isolate(Node node, boolean isolated) {
        if (nodes.size() == 1) {
            return;
        }
        node.isolated(isolated);
        changed(node);
    }

    /** Makes a node do nothing, like a process that is stopped by a signal. */
    public void freeze(Node node) {
        node.freeze();
        changed(node);
    }

    /** Lets a frozen node continue with everything that it missed. */
    public void thaw(Node node) {
        node.thaw();
        changed(node);
    }

    /**
     * Moves the leader of a stream to another of its nodes, or restarts it with the same. The stream is without a
     * leader for the usual time.
     */
    public void moveLeader(ReplicatedStream stream, Node node) {
        stream.moveLeader(node);
    }

    /** Holds back all commits, or ends this. */
    public void holdCommits(boolean held) {
        faults.holdsCommits(held);
        streams().forEach(ReplicatedStream::commit);
    }

    /** Sets how long each message waits before it is committed; zero ends this also for those that wait. */
    public void delayCommits(Duration delay) {
        faults.delayEachCommit(delay);
        if (delay.isZero()) {
            streams().forEach(ReplicatedStream::endDelay);
        }
    }

    /** A node takes part again, or the others will notice that it does not. */
    private void changed(Node node) {
        if (node.isMember()) {
            returned(node);
        } else if (!node.isLost() && nodes.size() > 1) { // a single node does not notice that it was frozen
            lostAfter(node.isFrozen() ? faults.freezeNoticedAfter() : faults.isolationNoticedAfter(), node);
        }
    }

    private void lostAfter(Duration delay, Node node) {
        if (delay.isZero()) {
            lost(node);
            return;
        }
        int change = node.changes();
        after(delay, () -> {
            if (change == node.changes()) {
                lost(node);
            }
        });
    }

    /** The other nodes notice that a node does not take part any more. */
    private void lost(Node node) {
        boolean first = !node.isLost();
        node.lost(true);
        virtualHosts.values().forEach(host -> host.nodeLost(node));
        if (first) {
            int returns = node.returns();
            after(GROUP_PATIENCE, () -> {
                if (returns == node.returns()) {
                    virtualHosts.values().forEach(host -> host.presumeDead(node));
                }
            });
        }
    }

    private void returned(Node node) {
        node.lost(false);
        virtualHosts.values().forEach(host -> host.nodeReturned(node));
        streams().forEach(stream -> {
            stream.elect();
            stream.commit();
        });
    }

    private List<ReplicatedStream> streams() {
        List<ReplicatedStream> streams = new ArrayList<>();
        virtualHosts.values().forEach(host -> streams.addAll(host.streams()));
        return streams;
    }

    /** Whether the nodes can agree on anything, as far as a node is concerned. */
    boolean canDecide(Node node) {
        return node.isMember() && 2 * nodes.stream().filter(Node::isMember).count() > nodes.size();
    }

    /**
     * The nodes for a new stream, the leader first. The node of the request is always one of them; others that run come
     * before others that do not, and then those with fewer streams.
     */
    List<Node> placement(boolean balanced, int count, Node local) {
        List<Node> members = new ArrayList<>(nodes);
        members.sort(Comparator.<Node, Boolean>comparing(node -> node != local)
                .thenComparing(node -> !node.isMember())
                .thenComparing(node -> number(stream -> stream.members().contains(node))));
        members.subList(Math.min(count, members.size()), members.size()).clear();
        Node leader = balanced ? leastLoaded(members) : local;
        members.sort(Comparator.comparing(nodes::indexOf));
        members.remove(leader);
        members.add(0, leader);
        return members;
    }

    private Node leastLoaded(List<Node> members) {
        return members.stream()
                .filter(Node::isMember)
                .sorted(Comparator.comparing(nodes::indexOf))
                .min(Comparator.comparing(node -> number(stream -> stream.leader() == node)))
                .orElseThrow();
    }

    private long number(Predicate<ReplicatedStream> which) {
        return streams().stream().filter(which).count();
    }

    /**
     * Whether there is room for further bytes in a log, also by deleting what the retention of streams would delete.
     */
    boolean hasMemory(StreamLog log, long bytes) {
        if (usedBytes + bytes > maxBytes) {
            streams().forEach(each -> each.log().expire(now(), each.log() == log ? bytes : 0));
        }
        boolean room = usedBytes + bytes <= maxBytes;
        if (!room) {
            whenFull.run();
        }
        return room;
    }

    void usedMemory(long bytes) {
        usedBytes += bytes;
    }

    /** The memory that all chunks take, about, in bytes. */
    long usedMemory() {
        return usedBytes;
    }

    /** The time for chunks, in milliseconds since 1970. */
    long now() {
        return clock.millis();
    }

    /** Runs a task in a later turn of the event loop. */
    void later(Runnable task) {
        loop.execute(task);
    }

    /** Runs a task after a time. */
    void after(Duration delay, Runnable task) {
        loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
