package io.rbfly.client.support;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.scripted.ScriptedBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A client and the scripted nodes a, b and c, which know of each other where streams are. */
public final class ScriptedCluster implements AutoCloseable {
    private static final List<String> NAMES = List.of("a", "b", "c");

    public final Scene scene;
    private final Map<String, Metadata.StreamInfo> streams = new ConcurrentHashMap<>();

    /** With the client's URI. */
    public ScriptedCluster(String uri, UnaryOperator<StreamsClientBuilder> settings) {
        this(uri, settings, new Random(1));
    }

    public ScriptedCluster(String uri, UnaryOperator<StreamsClientBuilder> settings, Random random) {
        scene = new Scene(uri, settings, random);
        NAMES.forEach(this::start);
    }

    private void start(String name) {
        ScriptedBroker node = ScriptedBroker.start(scene.loop);
        ScriptedStream.on(node);
        node.reply(
                        Open.class,
                        request -> new Open.Reply(
                                ResponseCode.OK, Map.of("advertised_host", name, "advertised_port", "5552")))
                .reply(Subscribe.class, request -> new StatusResponse(CommandKey.SUBSCRIBE, ResponseCode.OK))
                .reply(Unsubscribe.class, request -> new StatusResponse(CommandKey.UNSUBSCRIBE, ResponseCode.OK));
        scene.nodes.put(name, node);
        knowsAll(name);
    }

    public ScriptedBroker node(String name) {
        return scene.nodes.get(name);
    }

    public StreamsClient client() {
        return scene.client;
    }

    /** Says where a stream is from now on; a leader "-" is none. */
    public void place(String stream, String leader, String... replicas) {
        List<Integer> references =
                List.of(replicas).stream().map(NAMES::indexOf).toList();
        int reference = leader.equals("-") ? Metadata.StreamInfo.NO_LEADER : NAMES.indexOf(leader);
        streams.put(stream, new Metadata.StreamInfo(stream, ResponseCode.OK, reference, references));
    }

    /** Deletes a stream. */
    public void delete(String stream) {
        streams.remove(stream);
    }

    /** Makes a node answer queries for locations, as all do at the start. */
    public void knowsAll(String name) {
        node(name).reply(Metadata.class, this::metadata);
    }

    /** Lets a node answer like one that came back without its part of the stream coordinator. */
    public void knowsNothing(String name) {
        node(name)
                .reply(
                        Metadata.class,
                        request -> new Metadata.Reply(
                                List.of(),
                                request.streams().stream()
                                        .map(stream -> unknown(stream, ResponseCode.STREAM_NOT_AVAILABLE))
                                        .toList()));
    }

    /** Ends a node without a word. */
    public void kill(String name) {
        node(name).stopListening();
        node(name).cutAll();
    }

    /** How many requests of a type came to a node. */
    public int count(String node, Class<? extends Request<?>> type) {
        return node(node).received(type).size();
    }

    /** Publishers declared so far at a, b and c. */
    public List<Integer> declared() {
        return NAMES.stream().map(name -> count(name, DeclarePublisher.class)).toList();
    }

    /** Subscriptions made so far at a, b and c. */
    public List<Integer> subscribed() {
        return NAMES.stream().map(name -> count(name, Subscribe.class)).toList();
    }

    /** RepeatableRequests for the places of streams so far, at all nodes. */
    public int questions() {
        return NAMES.stream().mapToInt(name -> count(name, Metadata.class)).sum();
    }

    /** Open connections at a node. */
    public long connections(String node) {
        return node(node).peers().stream().filter(peer -> peer.isOpen()).count();
    }

    private Metadata.Reply metadata(Metadata request) {
        List<Metadata.StreamInfo> found = new ArrayList<>();
        for (String stream : request.streams()) {
            found.add(streams.getOrDefault(stream, unknown(stream, ResponseCode.STREAM_DOES_NOT_EXIST)));
        }
        List<Metadata.Broker> involved = new ArrayList<>();
        for (int reference = 0; reference < NAMES.size(); reference++) {
            int each = reference;
            if (found.stream()
                    .anyMatch(info -> info.leader() == each || info.replicas().contains(each))) {
                involved.add(new Metadata.Broker(each, NAMES.get(each), 5552));
            }
        }
        return new Metadata.Reply(involved, found);
    }

    private static Metadata.StreamInfo unknown(String stream, ResponseCode code) {
        return new Metadata.StreamInfo(stream, code, Metadata.StreamInfo.NO_LEADER, List.of());
    }

    @Override
    public void close() {
        scene.close();
    }
}
