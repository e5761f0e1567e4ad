package io.rbfly.client.publish.partition;

import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.loop.Callbacks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Many bodies that are sent with one future: those of a partition in their order, whatever happens to the others. They
 * are routed when they are given, and sent when all routes are known.
 */
final class PartitionedBodies {
    private final List<Object> bodies = new ArrayList<>();
    private final List<Destination> destinations = new ArrayList<>();
    private final List<CompletableFuture<Void>> failures = new ArrayList<>();

    /** Sends what a publisher has not accepted, because it has ended. */
    interface Again {
        CompletableFuture<Void> send(Lane lane, List<Object> rest, StreamException cause);
    }

    private PartitionedBodies() {}

    /** Routes bodies. One for which that fails is left out, and is a failure of the whole. */
    static PartitionedBodies of(Collection<?> all, PartitionTable table) {
        PartitionedBodies bodies = new PartitionedBodies();
        for (Object body : all.toArray()) {
            try {
                Object kept = body instanceof MessageView view ? view.keep() : body; // remains valid until encoded
                bodies.destinations.add(table.route(kept));
                bodies.bodies.add(kept);
            } catch (Throwable e) {
                bodies.failures.add(CompletableFuture.failedFuture(e));
            }
        }
        return bodies;
    }

    /** Whether all can be sent now. */
    boolean isKnown() {
        return destinations.stream().allMatch(each -> each.now() != null);
    }

    /** Completes when all can be sent, or cannot be. */
    CompletableFuture<Void> known() {
        return CompletableFuture.allOf(destinations.stream()
                .distinct()
                .map(each -> each.later().handle((lanes, error) -> null))
                .toArray(CompletableFuture[]::new));
    }

    /** Sends them; the future completes with the first failure when all have their outcomes. */
    CompletableFuture<Void> send(Callbacks callbacks, Again again) {
        Map<Lane, List<Object>> byLane = new LinkedHashMap<>();
        for (int i = 0; i < bodies.size(); i++) {
            Object body = bodies.get(i);
            destinations.get(i).later().whenComplete((lanes, error) -> {
                if (error == null) {
                    lanes.forEach(lane -> byLane.computeIfAbsent(lane, each -> new ArrayList<>())
                            .add(body));
                } else {
                    failures.add(CompletableFuture.failedFuture(Callbacks.unwrap(error)));
                }
            });
        }
        List<CompletableFuture<Void>> all = new ArrayList<>(failures);
        byLane.forEach((lane, some) -> all.add(send(lane, some, callbacks, again)));
        return Combined.of(all, CompletableFuture.completedFuture(null), callbacks);
    }

    private static CompletableFuture<Void> send(Lane lane, List<Object> some, Callbacks callbacks, Again again) {
        CompletableFuture<Void> others = callbacks.newFuture();
        AtomicBoolean isLeft = new AtomicBoolean();
        CompletableFuture<Void> sent = lane.publisher().sendAll(some, (rest, cause) -> {
            isLeft.set(true);
            Combined.link(again.send(lane, rest, cause), others, callbacks);
        });
        if (sent.isDone() && !isLeft.get()) {
            return sent;
        }
        sent.whenComplete((nothing, error) -> {
            if (!isLeft.get()) {
                others.complete(null);
            }
        });
        return Combined.of(List.of(sent, others), others, callbacks);
    }
}
