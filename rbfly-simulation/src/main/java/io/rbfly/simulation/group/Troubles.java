package io.rbfly.simulation.group;

import io.rbfly.simulation.plan.FaultPlan;
import io.rbfly.simulation.plan.RunPlan;
import io.rbfly.simulation.watch.ClientWatch;
import io.rbfly.simulation.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells what may have prevented an orderly hand-over: faults, and the loss of connections. */
final class Troubles {
    /** How long a fault may have consequences after its end, such as a request that is executed late. */
    private static final Duration CONSEQUENCES = Duration.ofMinutes(1);

    /** How long clients may not know that partitions have changed, while messages arrive that were sent before. */
    private static final Duration UNKNOWN = Duration.ofSeconds(5);

    private final World world;
    private final List<FaultPlan> faults;
    private final List<ClientWatch> clients = new ArrayList<>();
    private long others;
    /** When the first partition was added; negative if none was. */
    private long addedNanos = -1;
    /** Until when clients may not know of the latest change of partitions. */
    private long unknownUntil = Long.MIN_VALUE;

    Troubles(World world, RunPlan plan) {
        this.world = world;
        this.faults = plan.faults();
    }

    void add(ClientWatch client) {
        clients.add(client);
    }

    /** Something else has happened. */
    void add() {
        others++;
    }

    /** Partitions change. */
    void partitionsChange() {
        add();
        unknownUntil = world.nanoTime() + UNKNOWN.toNanos();
    }

    /** A partition is added to the super stream. */
    void partitionAdded() {
        addedNanos = addedNanos < 0 ? world.nanoTime() : addedNanos;
    }

    /** The time since a subscription could open one more partition, which was added: zero if none was. */
    long sincePartition(long subscribedNanos) {
        return addedNanos < 0 ? 0 : world.nanoTime() - Math.max(addedNanos, subscribedNanos);
    }

    /** The time on the clock of the simulation. */
    long nanoTime() {
        return world.nanoTime();
    }

    /** How many there were; if two numbers are equal, there was none between, unless one {@link #isNow}. */
    long count() {
        long begun = faults.stream()
                .filter(fault -> world.nanoTime() >= fault.begins().toNanos())
                .count();
        return others
                + begun
                + clients.stream().mapToLong(ClientWatch::lostSubscriptions).sum();
    }

    /** Whether there is one now. */
    boolean isNow() {
        return world.nanoTime() < unknownUntil || isFaultNow();
    }

    private boolean isFaultNow() {
        return faults.stream().anyMatch(fault -> {
            boolean over = fault.kind() != FaultPlan.Kind.DELAY_REQUESTS
                    && world.nanoTime()
                            > fault.begins()
                                    .plus(fault.lasts())
                                    .plus(CONSEQUENCES)
                                    .toNanos();
            return world.nanoTime() >= fault.begins().toNanos() && !over;
        });
    }
}
