package io.rbfly.simulation.workload;

import io.rbfly.simulation.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The futures of a run that are not complete, and since when. */
public final class PendingFutures {
    private final World world;
    private final Map<Integer, Pending> pending = new LinkedHashMap<>();
    private int count;

    private record Pending(String what, long sinceNanos) {}

    /** Creates an empty set. */
    public PendingFutures(World world) {
        this.world = world;
    }

    void add(String what, CompletableFuture<?> future) {
        if (!future.isDone()) {
            int id = count++;
            pending.put(id, new Pending(what, world.nanoTime()));
            future.whenComplete((value, error) -> pending.remove(id));
        }
    }

    /** Whether all are complete. */
    public boolean isEmpty() {
        return pending.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(pending.size() + " futures:");
        pending.values().stream()
                .limit(5)
                .forEach(each -> text.append(' ')
                        .append(each.what)
                        .append(" since ")
                        .append(each.sinceNanos / 1_000_000)
                        .append(" ms;"));
        return text.toString();
    }
}
