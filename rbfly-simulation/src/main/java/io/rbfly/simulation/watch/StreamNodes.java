package io.rbfly.simulation.watch;

import io.rbfly.protocol.command.stream.Metadata;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where streams are, as nodes have told a client. */
final class StreamNodes {
    /** All that were leaders: another node may tell later what was so before. */
    private final Map<String, Set<String>> leaders = new HashMap<>();
    /** As was told last. */
    private final Map<String, Set<String>> nodes = new HashMap<>();

    void located(Metadata.Reply metadata) {
        for (Metadata.StreamInfo each : metadata.streams()) {
            nodes.put(
                    each.stream(),
                    metadata.brokers().stream()
                            .filter(broker -> broker.reference() == each.leader()
                                    || each.replicas().contains(broker.reference()))
                            .map(StreamNodes::address)
                            .collect(Collectors.toSet()));
            metadata.brokers().stream()
                    .filter(broker -> broker.reference() == each.leader())
                    .forEach(leader -> leaders.computeIfAbsent(each.stream(), stream -> new HashSet<>())
                            .add(address(leader)));
        }
    }

    private static String address(Metadata.Broker broker) {
        return broker.host() + ":" + broker.port();
    }

    /** Whether a node leads a stream, or did. */
    boolean isLeader(String stream, String node) {
        return leaders(stream).contains(node);
    }

    /** The nodes that lead a stream, or did. */
    Set<String> leaders(String stream) {
        return leaders.getOrDefault(stream, Set.of());
    }

    /** The nodes that have a stream. */
    Set<String> of(String stream) {
        return nodes.getOrDefault(stream, Set.of());
    }
}
