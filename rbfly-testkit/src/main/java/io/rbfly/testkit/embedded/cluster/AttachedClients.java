package io.rbfly.testkit.embedded.cluster;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The publishers and subscriptions of one stream, on all nodes. */
final class AttachedClients {
    private final ReplicatedStream stream;
    private final Set<StreamPublisher> publishers = new LinkedHashSet<>();
    private final Set<StreamReader> readers = new LinkedHashSet<>();
    /** Connections that have asked for the leader, whether they have a publisher or not. */
    private final Set<StreamClient> watchers = new LinkedHashSet<>();
    /** Those of a leader that the others have replaced, and that does not know it. */
    private final Set<StreamClient> misled = new LinkedHashSet<>();

    AttachedClients(ReplicatedStream stream) {
        this.stream = stream;
    }

    void add(StreamPublisher publisher) {
        publishers.add(publisher);
    }

    void remove(StreamPublisher publisher) {
        publishers.remove(publisher);
    }

    void add(StreamReader reader) {
        readers.add(reader);
    }

    void remove(StreamReader reader) {
        readers.remove(reader);
    }

    void watch(StreamClient client) {
        watchers.add(client);
    }

    void unwatch(StreamClient client) {
        watchers.remove(client);
    }

    /** Whether a publisher's messages arrive at the leader. */
    boolean contains(StreamPublisher publisher) {
        return publishers.contains(publisher);
    }

    /** Tells subscriptions of new chunks, but for those on nodes that cannot have them. */
    void chunksCommitted() {
        readersOn(Node::isMember).forEach(StreamReader::chunksCommitted);
    }

    /** Tells the subscriptions of a node what it has missed. */
    void chunksCommitted(Node node) {
        readersOn(each -> each == node).forEach(StreamReader::chunksCommitted);
    }

    private List<StreamReader> readersOn(Predicate<Node> nodes) {
        return readers.stream()
                .filter(reader -> nodes.test(reader.client().node()))
                .toList();
    }

    /** Drops the publishers and subscriptions of some nodes, and tells their clients. */
    void drop(Predicate<Node> nodes) {
        detach(nodes).forEach(this::tell);
    }

    /** Drops all publishers and subscriptions, and tells their clients. */
    void dropAll() {
        Set<StreamClient> clients = new LinkedHashSet<>(misled);
        misled.clear();
        clients.addAll(detach(each -> true));
        clients.forEach(this::tell);
    }

    /** Drops the publishers and subscriptions of a node; their clients are told when it is back. */
    void dropUnheard(Node node) {
        misled.addAll(detach(each -> each == node));
    }

    /** Tells the clients of a node that they have been dropped. */
    void tellUnheard(Node node) {
        List<StreamClient> told =
                misled.stream().filter(client -> client.node() == node).toList();
        told.forEach(misled::remove);
        told.forEach(this::tell);
    }

    /** Forgets the clients of a node, whose connections are closed. */
    void forget(Node node) {
        detach(each -> each == node);
        misled.removeIf(client -> client.node() == node);
    }

    private Set<StreamClient> detach(Predicate<Node> nodes) {
        Set<StreamClient> clients = new LinkedHashSet<>();
        publishers.removeIf(publisher -> matches(publisher.client(), nodes, clients));
        readers.removeIf(reader -> matches(reader.client(), nodes, clients));
        watchers.removeIf(client -> matches(client, nodes, clients));
        return clients;
    }

    private static boolean matches(StreamClient client, Predicate<Node> nodes, Set<StreamClient> clients) {
        boolean matches = nodes.test(client.node());
        if (matches) {
            clients.add(client);
        }
        return matches;
    }

    private void tell(StreamClient client) {
        client.node().run(() -> client.streamUnavailable(stream));
    }
}
