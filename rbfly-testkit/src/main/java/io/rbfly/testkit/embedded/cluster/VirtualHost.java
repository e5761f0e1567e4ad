package io.rbfly.testkit.embedded.cluster;

import io.rbfly.protocol.wire.ResponseCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The streams, super streams and consumer groups of a virtual host. */
public final class VirtualHost {
    private static final String PREDECLARED = "amq.";
    private static final String DEFAULT_EXCHANGE = "";
    private static final int MAX_PARTITIONS = 1_000;

    private final ClusterState cluster;
    private final Map<String, ReplicatedStream> streams = new LinkedHashMap<>();
    private final Map<String, Exchange> exchanges = new LinkedHashMap<>();
    private final Map<GroupKey, ConsumerGroup> groups = new LinkedHashMap<>();

    private record GroupKey(String stream, String name) {}

    /**
     * An exchange of a virtual host: a super stream is one, and its partitions are the streams that are bound to it.
     */
    private static final class Exchange {
        private static final int UNORDERED = Integer.MAX_VALUE;
        private static final Pattern NUMBER = Pattern.compile(".*-([0-9]{1,9})", Pattern.DOTALL);

        private final List<Binding> bindings = new ArrayList<>();

        private record Binding(String stream, String key, int order) {}

        void bind(String stream, String key, int order) {
            bindings.add(new Binding(stream, key, order));
        }

        /** Binds a stream that has no number among the others. */
        void bind(String stream, String key) {
            bind(stream, key, UNORDERED);
        }

        void unbind(String stream) {
            bindings.removeIf(binding -> binding.stream.equals(stream));
        }

        /** The bound streams in their order; one that is bound twice comes twice. */
        List<String> partitions() {
            return bindings.stream()
                    .sorted(Comparator.comparingInt(Binding::order))
                    .map(Binding::stream)
                    .toList();
        }

        /** The streams that are bound with a key. */
        List<String> route(String key) {
            return bindings.stream()
                    .filter(binding -> binding.key.equals(key))
                    .map(Binding::stream)
                    .toList();
        }

        /**
         * The number of a stream among the partitions, also when others are gone; {@link ConsumerGroup#NO_PARTITION} if
         * it is none. Brokers take the number at the end of a name if the binding has none, as in the default exchange.
         */
        int indexOf(String stream) {
            return bindings.stream()
                    .filter(binding -> binding.stream.equals(stream))
                    .min(Comparator.comparingInt(Binding::order))
                    .map(binding -> binding.order == UNORDERED ? suffix(stream) : binding.order)
                    .orElse(ConsumerGroup.NO_PARTITION);
        }

        private static int suffix(String stream) {
            Matcher number = NUMBER.matcher(stream);
            return number.matches() ? Integer.parseInt(number.group(1)) : ConsumerGroup.NO_PARTITION;
        }
    }

    VirtualHost(ClusterState cluster) {
        this.cluster = cluster;
        for (String name : List.of(DEFAULT_EXCHANGE, "amq.direct", "amq.fanout", "amq.topic", "amq.headers")) {
            exchanges.put(name, new Exchange());
        }
    }

    /** The stream with a name, null if there is none. */
    public @Nullable ReplicatedStream stream(String name) {
        return streams.get(name);
    }

    Collection<ReplicatedStream> streams() {
        return streams.values();
    }

    /**
     * Creates a stream.
     *
     * @param node where the request arrived
     */
    public ResponseCode create(String requested, Map<String, String> arguments, Node node) {
        String name = withoutLineBreaks(requested);
        if (isReserved(name)) {
            return ResponseCode.PRECONDITION_FAILED;
        }
        StreamArguments parsed;
        try {
            parsed = StreamArguments.of(arguments);
        } catch (StreamArguments.RefusedException e) {
            return e.code();
        }
        ReplicatedStream existing = streams.get(name);
        if (existing != null) {
            return existing.arguments().isEquivalent(parsed)
                    ? ResponseCode.STREAM_ALREADY_EXISTS
                    : ResponseCode.PRECONDITION_FAILED;
        }
        if (!cluster.canDecide(node)) {
            return ResponseCode.INTERNAL_ERROR;
        }
        List<Node> members = cluster.placement(parsed.balanced(), parsed.members(), node);
        streams.put(name, new ReplicatedStream(name, parsed, members, cluster));
        exchange(DEFAULT_EXCHANGE).bind(name, name);
        return ResponseCode.OK;
    }

    /** Deletes a stream, and takes it out of all super streams. */
    public ResponseCode delete(String name) {
        ReplicatedStream stream = streams.remove(name);
        if (stream == null) {
            return ResponseCode.STREAM_DOES_NOT_EXIST;
        }
        exchanges.values().forEach(exchange -> exchange.unbind(name));
        groups.entrySet().removeIf(entry -> {
            boolean ofStream = entry.getKey().stream.equals(name);
            if (ofStream) {
                entry.getValue().dissolve();
            }
            return ofStream;
        });
        stream.delete();
        return ResponseCode.OK;
    }

    /** Creates a super stream and its partitions. */
    public ResponseCode createSuperStream(
            String requested, List<String> partitions, List<String> keys, Map<String, String> arguments, Node node) {
        String name = withoutLineBreaks(requested);
        if (isReserved(name)
                || partitions.size() != keys.size()
                || partitions.size() > MAX_PARTITIONS
                || !distinct(partitions)
                || partitions.stream().anyMatch(VirtualHost::isReserved)) {
            return ResponseCode.PRECONDITION_FAILED;
        }
        if (exchanges.containsKey(name) || partitions.stream().anyMatch(streams::containsKey)) {
            return ResponseCode.STREAM_ALREADY_EXISTS;
        }
        Exchange exchange = new Exchange();
        exchanges.put(name, exchange); // left behind by a crash
        Map<String, String> ofPartition = StreamArguments.ofPartition(arguments);
        List<String> created = new ArrayList<>();
        int crashAfter = cluster.faults().takeSuperStreamCrash();
        for (String partition : partitions) {
            if (created.size() == crashAfter) {
                throw new StreamArguments.CrashException("a fault that was asked for");
            }
            if (!withoutLineBreaks(partition).equals(partition)) {
                throw new StreamArguments.CrashException("line break in the name of a partition");
            }
            if (create(partition, ofPartition, node) != ResponseCode.OK) {
                created.forEach(this::delete);
                exchanges.remove(name);
                return ResponseCode.INTERNAL_ERROR; // whatever the reason
            }
            created.add(partition);
        }
        for (int i = 0; i < partitions.size(); i++) {
            exchange.bind(partitions.get(i), keys.get(i), i);
        }
        if (crashAfter >= partitions.size()) {
            throw new StreamArguments.CrashException("a fault that was asked for");
        }
        return ResponseCode.OK;
    }

    /** Deletes an exchange and all streams that are bound to it, as the broker does with any exchange. */
    public ResponseCode deleteSuperStream(String name) {
        Exchange exchange = exchanges.get(name);
        if (exchange == null) {
            return ResponseCode.STREAM_DOES_NOT_EXIST;
        }
        List.copyOf(exchange.partitions()).forEach(this::delete);
        if (!name.isEmpty() && !name.startsWith(PREDECLARED)) {
            exchanges.remove(name);
        }
        return ResponseCode.OK;
    }

    /** Adds a partition to a super stream: something that the stream protocol has no command for. */
    public void bind(String superStream, String stream, String key, int order) {
        if (!streams.containsKey(stream)) {
            throw new IllegalArgumentException("stream: " + stream + " (expected: one that exists)");
        }
        exchange(superStream).bind(stream, key, order);
    }

    /** Takes a partition out of a super stream; the stream remains. */
    public void unbind(String superStream, String stream) {
        exchange(superStream).unbind(stream);
    }

    /** The streams that are bound to an exchange; null if there is no such exchange. */
    public @Nullable List<String> partitions(String superStream) {
        Exchange exchange = exchanges.get(superStream);
        return exchange == null ? null : exchange.partitions();
    }

    /** The streams that are bound to an exchange with a key; null if there is no such exchange. */
    public @Nullable List<String> route(String superStream, String key) {
        Exchange exchange = exchanges.get(superStream);
        return exchange == null ? null : exchange.route(key);
    }

    /**
     * The group of a name for a stream.
     *
     * @param superStream of which the stream is said to be a partition; null for none
     * @return null if the group exists for another partition
     */
    public @Nullable ConsumerGroup group(String stream, String name, @Nullable String superStream) {
        Exchange exchange = superStream == null ? null : exchanges.get(superStream);
        int partition = exchange == null ? ConsumerGroup.NO_PARTITION : exchange.indexOf(stream);
        ConsumerGroup group =
                groups.computeIfAbsent(new GroupKey(stream, name), key -> new ConsumerGroup(partition, cluster::later));
        return group.partition() == partition ? group : null;
    }

    /** Removes members at once, and the group with its last one. */
    public void leave(ConsumerGroup group, Collection<? extends GroupMember> members) {
        group.leave(members);
        if (group.isEmpty()) {
            groups.values().remove(group);
        }
    }

    void nodeLost(Node node) {
        streams.values().forEach(stream -> stream.nodeLost(node));
        groups.values().forEach(group -> group.nodeLost(node));
    }

    /** Gives up the places of a failed node in consumer groups. */
    void presumeDead(Node node) {
        groups.values().forEach(group -> group.presumeDead(node));
    }

    void nodeReturned(Node node) {
        streams.values().forEach(stream -> stream.nodeReturned(node));
        groups.values().forEach(group -> group.nodeReturned(node));
        groups.values().removeIf(ConsumerGroup::isEmpty);
    }

    private Exchange exchange(String name) {
        Exchange exchange = exchanges.get(name);
        if (exchange == null) {
            throw new IllegalArgumentException("super stream: " + name + " (expected: one that exists)");
        }
        return exchange;
    }

    /** Whether a stream may not have a name. */
    public static boolean isReserved(String requested) {
        String name = withoutLineBreaks(requested);
        return name.isEmpty() || name.startsWith(PREDECLARED);
    }

    private static String withoutLineBreaks(String name) {
        return name.replaceAll("[\r\n]", "");
    }

    private static boolean distinct(List<String> names) {
        Set<String> set = new HashSet<>(names);
        return set.size() == names.size();
    }
}
