package io.rbfly.simulation.cluster;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.rbfly.client.api.connection.Address;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.simulation.model.SendingOrder;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.network.Connection;
import io.rbfly.simulation.network.Network;
import io.rbfly.simulation.plan.ClusterPlan;
import io.rbfly.simulation.world.SimulatedLoop;
import io.rbfly.simulation.world.World;
import io.rbfly.testkit.embedded.cluster.ClusterState;
import io.rbfly.testkit.embedded.cluster.Node;
import io.rbfly.testkit.embedded.cluster.Permissions;
import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.cluster.User;
import io.rbfly.testkit.embedded.cluster.VirtualHost;
import io.rbfly.testkit.embedded.log.StreamLog;
import io.rbfly.testkit.embedded.session.ClientConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The nodes of a run, all on one event loop. */
public final class SimulatedCluster {
    /** The URI's part for the user who may log in. */
    public static final String USER = "guest";

    private static final long MAX_BYTES = 256L << 20;
    private static final int PORT = 5552;
    private static final String BALANCER = "balancer";

    private final SimulatedLoop loop;
    private final ClusterState state;
    private final Network network;
    private final ClusterPlan plan;
    private final Map<String, Watched> watched = new LinkedHashMap<>();

    private record Watched(StoredMessages stored, Observer observer) {}

    /** Starts nodes with the hosts n0, n1 and so on. */
    public SimulatedCluster(World world, Network network, int nodes, ClusterPlan plan) {
        this.network = network;
        this.loop = new SimulatedLoop(world, "cluster");
        this.state = new ClusterState(
                loop,
                () -> Instant.ofEpochMilli(world.currentTimeMillis()),
                MAX_BYTES,
                IntStream.range(0, nodes).mapToObj(SimulatedCluster::host).toList());
        new BrokerBehaviour(plan).of(state);
        this.plan = plan;
        network.balance(address(BALANCER));
        login(true);
        for (Node node : state.nodes()) {
            network.listen(address(node.name()), loop, channel -> accept(channel, node));
        }
    }

    private static String host(int number) {
        return "n" + number;
    }

    /** Where the node with a host listens. */
    public static String address(String host) {
        return host + ":" + PORT;
    }

    private void accept(Channel channel, Node node) {
        channel.pipeline().addLast(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel registered) {
                registered
                        .pipeline()
                        .addLast(new ClientConnection(state, node, SimulatedCluster.this::broker, registered));
            }
        });
    }

    private Metadata.Broker broker(Node node) {
        return new Metadata.Broker(state.nodes().indexOf(node), node.name(), PORT);
    }

    /** Where clients connect to, to reach a node. */
    public Address resolve(Address advertised) {
        return plan.balancer() ? new Address(BALANCER, PORT) : advertised;
    }

    /** The URI for clients, with all nodes. */
    public String uri() {
        List<String> hosts = new ArrayList<>();
        if (plan.balancer()) {
            hosts.add(address(BALANCER));
        } else {
            state.nodes().forEach(node -> hosts.add(address(node.name())));
        }
        return "rabbitmq-stream://" + USER + ":" + USER + "@" + String.join(",", hosts) + "/";
    }

    /** Lets the user log in, or not. */
    public void login(boolean permitted) {
        state.addUser(new User(USER, permitted ? USER : "another", Permissions.ALL));
    }

    /** Where all nodes run. */
    public SimulatedLoop loop() {
        return loop;
    }

    /** The streams, nodes and faults; used on the loop only. */
    public ClusterState state() {
        return state;
    }

    /** Stops a node: its connections end, and others are refused. */
    public void kill(Node node) {
        state.kill(node);
        network.accepting(address(node.name()), Network.Accepting.REFUSED);
        network.connections().stream()
                .filter(connection -> connection.node().equals(address(node.name())))
                .toList()
                .forEach(Connection::cut);
    }

    /** Starts a node that was stopped. */
    public void start(Node node) {
        state.start(node);
        network.accepting(address(node.name()), Network.Accepting.YES);
    }

    /** Creates a stream, and watches what is committed; false if the nodes cannot agree on it at present. */
    public boolean createStream(String name, StoredMessages stored, Observer observer) {
        VirtualHost host = Objects.requireNonNull(state.virtualHost("/"));
        Map<String, String> arguments = new TreeMap<>(Map.of("queue-leader-locator", "balanced"));
        if (plan.segmentBytes() > 0) {
            arguments.put("stream-max-segment-size-bytes", Integer.toString(plan.segmentBytes()));
            arguments.put("max-length-bytes", Integer.toString(plan.retainedSegments() * plan.segmentBytes()));
        }
        for (Node node : state.nodes()) {
            if (host.create(name, arguments, node) == ResponseCode.OK) {
                watch(name, Objects.requireNonNull(host.stream(name)).log(), stored, observer);
                return true;
            }
        }
        return false;
    }

    /** Creates a super stream with all its partitions, while no fault has begun. */
    public void createSuperStream(String name, Map<String, StoredMessages> partitions, Observer observer) {
        VirtualHost host = Objects.requireNonNull(state.virtualHost("/"));
        List<String> names = List.copyOf(partitions.keySet());
        Map<String, String> arguments = new TreeMap<>(Map.of("queue-leader-locator", "balanced"));
        ResponseCode code = host.createSuperStream(
                name, names, names, arguments, state.nodes().get(0));
        if (code != ResponseCode.OK) {
            throw new IllegalStateException("super stream " + name + ": " + code);
        }
        partitions.forEach((each, stored) ->
                watch(each, Objects.requireNonNull(host.stream(each)).log(), stored, observer));
    }

    /** Creates a partition, and binds it as the last one; false if the nodes cannot agree on it at present. */
    public boolean addPartition(String superStream, String name, StoredMessages stored, Observer observer) {
        if (!createStream(name, stored, observer)) {
            return false;
        }
        VirtualHost host = Objects.requireNonNull(state.virtualHost("/"));
        host.bind(superStream, name, name, watched.size());
        return true;
    }

    private void watch(String name, StreamLog log, StoredMessages stored, Observer observer) {
        log.whenCommitted(new CommitReader(log, stored, observer)::committed);
        stored.bounds(() -> log.resolve(new OffsetSpec.Next()), () -> log.resolve(new OffsetSpec.First()));
        watched.put(name, new Watched(stored, observer));
    }

    /** Notes what is written, before something happens because of which some of it may be lost. */
    public void noteWritten() {
        watched.values().forEach(each -> each.stored.noteWritten());
    }

    /** Deletes a stream. */
    public void deleteStream(String name) {
        Objects.requireNonNull(state.virtualHost("/")).delete(name);
    }

    /** Creates a stream that was deleted; false if the nodes cannot agree on it at present. */
    public boolean createAgain(String name) {
        Watched former = Objects.requireNonNull(watched.get(name));
        StoredMessages fresh = former.stored.anew();
        if (!createStream(name, fresh, former.observer)) {
            return false;
        }
        former.stored.replacedBy(fresh);
        return true;
    }

    /** The streams that exist. */
    public List<ReplicatedStream> streams() {
        VirtualHost host = Objects.requireNonNull(state.virtualHost("/"));
        List<ReplicatedStream> streams = new ArrayList<>();
        for (String name : watched.keySet()) {
            ReplicatedStream stream = host.stream(name);
            if (stream != null) {
                streams.add(stream);
            }
        }
        return streams;
    }

    /** Moves the leader of a stream. */
    public void moveLeader(ReplicatedStream stream, Node node) {
        state.moveLeader(stream, node);
    }

    /** The stored offset of a consumer plus one; zero if there is none. */
    public long storedEnd(String stream, String reference) {
        ReplicatedStream present = Objects.requireNonNull(state.virtualHost("/")).stream(stream);
        OptionalLong offset =
                present == null ? OptionalLong.empty() : present.log().storedOffset(reference);
        return offset.isPresent() ? offset.getAsLong() + 1 : 0;
    }

    /** Is told what is committed. */
    public interface Observer extends SendingOrder {
        /** Whether each message of a publisher must be stored once. */
        boolean isExactlyOnce(int publisher);

        /** Something was committed. */
        void committed();
    }
}
