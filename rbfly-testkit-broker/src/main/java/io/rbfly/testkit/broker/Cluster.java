package io.rbfly.testkit.broker;

import io.rbfly.protocol.command.stream.Metadata;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A cluster of RabbitMQ nodes on this machine for one test or test class, all at 127.0.0.1 with different ports.
 *
 * <p>Its nodes are brokers that can be stopped, killed and started again like any other. A stream has a leader and,
 * while all nodes run, a replica on every other node. All methods block.
 */
public final class Cluster implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Cluster.class.getName());
    private static final long PATIENCE_MILLIS = 150_000;
    private static final long PAUSE_MILLIS = 100;
    /**
     * A node that is killed soon after its coordinator was created, before that is written to disk, has none any more
     * when it starts again (seen with 4.3.6). The others are a majority, until the next one is killed.
     */
    private static final String COORDINATORS_RUN = """
            lists:all(fun(Node) ->
                ok = erpc:call(Node, dets, sync, [ra_coordination_directory_reverse]),
                case erpc:call(Node, ra, key_metrics, [{rabbit_stream_coordinator, Node}]) of
                    #{state := State} -> lists:member(State, [leader, follower]);
                    _ -> false
                end
            end, rabbit_nodes:list_members()).""";

    private final List<Broker> nodes;

    private Cluster(List<Broker> nodes) {
        this.nodes = nodes;
    }

    /**
     * Starts a new cluster. Nodes are started by {@code scripts/broker}, even if a Docker engine is available.
     *
     * @param size the number of nodes, at least one
     * @throws IllegalStateException if it could not be started; the message says why
     */
    public static Cluster start(BrokerVersion version, int size) {
        var script = BrokerScript.find();
        var first = LocalBroker.create(script, version);
        var nodes = Collections.synchronizedList(new ArrayList<Broker>(List.of(first)));
        var joining = IntStream.range(1, size)
                .mapToObj(i -> CompletableFuture.runAsync(() -> nodes.add(LocalBroker.create(
                        script, version, "--join", first.directory().toString()))))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(joining).join();
        } catch (CompletionException e) {
            nodes.forEach(Broker::close);
            throw new IllegalStateException("The cluster could not be started", e);
        }
        return new Cluster(List.copyOf(nodes));
    }

    /** All nodes, including those that do not run. */
    public List<Broker> nodes() {
        return nodes;
    }

    /** A URI for clients that has all nodes, with the user {@code guest} and the virtual host {@code /}. */
    public String uri() {
        return nodes.stream()
                .map(node -> node.host() + ":" + node.port())
                .collect(Collectors.joining(",", "rabbitmq-stream://guest:guest@", "/"));
    }

    /** The URIs of all nodes. */
    public List<String> uris() {
        return nodes.stream().map(Broker::uri).toList();
    }

    /**
     * Returns the node that leads a stream. If there is currently none, because it was just lost, this waits for the
     * next one.
     *
     * @throws IllegalStateException if there is none after a minute
     */
    public Broker leader(String stream) {
        return await("no node leads " + stream, () -> locate(stream).flatMap(Placement::leader));
    }

    /**
     * Returns the nodes that have a replica of a stream and that the leader knows to be running, without the leader. If
     * there is currently no leader, or no node answers, this waits.
     *
     * @throws IllegalStateException if there is none after a minute
     */
    public List<Broker> replicas(String stream) {
        return await(
                        "no node leads " + stream,
                        () -> locate(stream)
                                .filter(placement -> placement.leader().isPresent()))
                .replicas();
    }

    /** Waits until a stream has a leader and a number of running replicas. */
    public void awaitReplicas(String stream, int count) {
        await(
                "not " + count + " replicas of " + stream,
                () -> locate(stream)
                        .filter(placement -> placement.leader().isPresent()
                                && placement.replicas().size() >= count));
    }

    /**
     * Waits until the coordinator of streams runs on each node, and will after a crash, so that any of them can be
     * killed: this may be later than {@link #awaitReplicas} says. All nodes must run, with RabbitMQ 4.3, and a stream
     * must have been created.
     */
    public void awaitCoordinators() {
        awaitTrue("the coordinator of streams runs on each node", COORDINATORS_RUN);
    }

    /**
     * Waits until an Erlang expression is true, which is evaluated on the first node. All nodes must run. An evaluation
     * that fails is repeated, too: other nodes may not answer yet.
     *
     * @param what the condition, for the message
     * @throws IllegalStateException if it is not true after a minute; its cause is the last failure, if there was one
     */
    public void awaitTrue(String what, String expression) {
        await(
                "not true: " + what,
                () -> nodes.get(0).ctl("--silent", "eval", expression).strip().equals("true")
                        ? Optional.of(true)
                        : Optional.empty());
    }

    /** Kills all nodes and deletes their data. */
    @Override
    public void close() {
        nodes.forEach(Broker::close);
    }

    /** Asks the nodes for the location of a stream; returns the answer of the first one that knows its leader. */
    private Optional<Placement> locate(String stream) {
        var known = new ArrayList<Placement>();
        for (var node : nodes) {
            try {
                known.add(placement(StreamLocator.ask(node, stream)));
            } catch (ConnectException e) {
                continue; // it does not run
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, node + " does not tell where " + stream + " is", e);
                continue; // it may be starting or stopping
            }
            if (known.get(known.size() - 1).leader().isPresent()) {
                return Optional.of(known.get(known.size() - 1));
            }
        }
        return known.stream().findFirst();
    }

    private Placement placement(Metadata.Reply reply) {
        var stream = reply.streams().get(0);
        return new Placement(
                node(reply, stream.leader()),
                stream.replicas().stream()
                        .flatMap(reference -> node(reply, reference).stream())
                        .toList());
    }

    private Optional<Broker> node(Metadata.Reply reply, int reference) {
        return reply.brokers().stream()
                .filter(broker -> broker.reference() == reference)
                .flatMap(broker -> nodes.stream().filter(node -> node.port() == broker.port()))
                .findFirst();
    }

    private static <T> T await(String otherwise, Supplier<Optional<T>> question) {
        var deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        IllegalStateException failure = null;
        while (System.currentTimeMillis() < deadline) {
            try {
                var answer = question.get();
                if (answer.isPresent()) {
                    return answer.get();
                }
            } catch (IllegalStateException e) {
                failure = e; // of rabbitmqctl, which is asked again
            }
            pause();
        }
        throw new IllegalStateException("After " + PATIENCE_MILLIS / 1000 + " s: " + otherwise, failure);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the cluster", e);
        }
    }

    private record Placement(Optional<Broker> leader, List<Broker> replicas) {}
}
