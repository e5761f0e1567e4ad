package io.rbfly.client.publish.partition;

import io.rbfly.client.api.Routing;
import io.rbfly.client.api.stream.RoutingException;
import io.rbfly.protocol.wire.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a super stream as they are at a time, and the routes to them. For use in any thread; replaced by
 * another one when the partitions change.
 */
final class PartitionTable {
    /** The number of keys up to which answers of brokers are kept. */
    private static final int MAX_KEYS = 10_000;

    private final String superStream;
    private final Routing routing;
    private final List<String> partitions;
    private final List<Lane> lanes;
    private final Map<String, Lane> byName = new LinkedHashMap<>();
    private final Function<String, CompletableFuture<List<Lane>>> ask;
    private final Map<String, Destination> byKey = new ConcurrentHashMap<>();

    /**
     * Creates a table.
     *
     * @param lanes in the order of the partitions
     * @param ask asks the broker for the lanes of a key
     */
    PartitionTable(
            String superStream,
            Routing routing,
            List<Lane> lanes,
            Function<String, CompletableFuture<List<Lane>>> ask) {
        this.superStream = superStream;
        this.routing = routing;
        this.lanes = List.copyOf(lanes);
        this.partitions = lanes.stream().map(Lane::partition).toList();
        this.ask = ask;
        lanes.forEach(lane -> byName.put(lane.partition(), lane));
    }

    List<String> partitions() {
        return partitions;
    }

    List<Lane> lanes() {
        return lanes;
    }

    /** The lane of a partition, null if it is none. */
    @Nullable
    Lane lane(String partition) {
        return byName.get(partition);
    }

    /** Whether all of these are partitions. */
    boolean hasAll(List<String> names) {
        return byName.keySet().containsAll(names);
    }

    /** The lanes of those of these that are partitions. */
    List<Lane> known(List<String> names) {
        return names.stream().filter(byName::containsKey).map(byName::get).toList();
    }

    /** Returns the destination of a message; throws what the application's function throws. */
    Destination route(Object body) {
        Function<Object, String> keyOf = routing.keyOf();
        if (keyOf == null) {
            return byFunction(body);
        }
        String key =
                Objects.requireNonNull(keyOf.apply(body), "key of the message (result of the function of the routing)");
        if (routing.kind() != Routing.Kind.HASH) {
            Destination known = byKey.get(key);
            return known != null ? known : byKey(key);
        } else if (lanes.isEmpty()) {
            throw RoutingException.noPartition(superStream, key);
        }
        return lanes.get(Murmur3.partition(key, lanes.size())).alone();
    }

    private Destination byFunction(Object body) {
        List<String> names = Objects.requireNonNull(
                Objects.requireNonNull(routing.router()).route(body, partitions),
                "result of the router (expected: a list of partitions)");
        if (names.size() == 1) {
            return required(names.get(0)).alone();
        }
        List<Lane> found = new ArrayList<>(names.size());
        for (String name : names) {
            Lane lane = required(name);
            if (!found.contains(lane)) {
                found.add(lane);
            }
        }
        return Destination.of(found);
    }

    private Lane required(String name) {
        Lane lane = byName.get(Objects.requireNonNull(name, "partition in the result of the router"));
        if (lane == null) {
            throw new IllegalArgumentException(
                    "partition: " + name + " (expected: one of super stream " + superStream + ")");
        }
        return lane;
    }

    private Destination byKey(String key) {
        Check.referenceOrEmpty("key", key);
        if (byKey.size() >= MAX_KEYS) {
            byKey.clear();
        }
        CompletableFuture<List<Lane>> answer = new CompletableFuture<>();
        Destination asked = Destination.asked(answer);
        Destination other = byKey.putIfAbsent(key, asked);
        if (other != null) {
            return other;
        }
        ask.apply(key).whenComplete((found, error) -> {
            if (error != null || found.isEmpty()) {
                byKey.remove(key, asked); // the next message asks again
                answer.completeExceptionally(error != null ? error : RoutingException.noPartition(superStream, key));
            } else {
                byKey.replace(key, asked, found.size() == 1 ? found.get(0).alone() : Destination.of(found));
                answer.complete(found);
            }
        });
        return asked;
    }
}
