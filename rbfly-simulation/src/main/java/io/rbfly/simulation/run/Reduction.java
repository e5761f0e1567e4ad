package io.rbfly.simulation.run;

import io.rbfly.simulation.plan.ClientPlan;
import io.rbfly.simulation.plan.ClusterPlan;
import io.rbfly.simulation.plan.FaultPlan;
import io.rbfly.simulation.plan.PublisherPlan;
import io.rbfly.simulation.plan.RunPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is left out of the plan of a seed, in a form that fits on the command line.
 *
 * @param without the parts that are left out, each a letter and its position: f0 is the first fault, r0 a reader, p0 a
 *     publisher, g0 a group, s0 a publisher to the super stream, t0 a change of its partitions; c0 stands for what is
 *     peculiar to the first client, n0 for what is to the nodes, and b0 for the batches of the first publisher, which
 *     remain
 * @param active how long the run is active; null for as long as planned
 * @param schedule the number of the schedule
 */
record Reduction(Set<String> without, @Nullable Duration active, long schedule) {
    /** Leaves out nothing. */
    static final Reduction NONE = new Reduction(Set.of(), null, 0);

    private static final ClientPlan PLAIN = new ClientPlan(ClientPlan.Callbacks.LOOP, Duration.ZERO, Duration.ZERO);

    Reduction {
        without = Set.copyOf(without);
    }

    /** The parts of a plan that can be left out, each kind in a list of its own, the ones to try first in front. */
    static List<List<String>> parts(RunPlan plan) {
        List<String> peculiar = names('c', plan.clients().size());
        peculiar.removeIf(name -> plan.clients().get(position(name)).equals(PLAIN));
        List<String> batching = names('b', plan.publishers().size());
        batching.removeIf(
                name -> plan.publishers().get(position(name)).options().batching() == null);
        return List.of(
                names('f', plan.faults().size()),
                names('t', plan.scaleOut().changes().size()),
                names('g', plan.scaleOut().groups().size()),
                names('s', plan.scaleOut().publishers().size()),
                names('r', plan.readers().size()),
                names('p', plan.publishers().size()),
                batching,
                plan.cluster().equals(ClusterPlan.USUAL) ? List.of() : names('n', 1),
                peculiar);
    }

    private static int position(String name) {
        return Integer.parseInt(name.substring(1));
    }

    private static List<String> names(char kind, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(name(kind, i));
        }
        return names;
    }

    /** The name of a part. */
    static String name(char kind, int position) {
        return kind + Integer.toString(position);
    }

    /** Leaves out some more. */
    Reduction without(List<String> parts) {
        Set<String> all = new HashSet<>(without);
        all.addAll(parts);
        return new Reduction(all, active, schedule);
    }

    /** Is active for another time. */
    Reduction active(Duration time) {
        return new Reduction(without, time, schedule);
    }

    /** Takes another course. */
    Reduction schedule(long number) {
        return new Reduction(without, active, number);
    }

    /** The plan without what is left out. */
    RunPlan of(RunPlan plan) {
        Duration time = active == null ? plan.active() : active;
        // A fault after the end of the faults would not be one of the reduced run.
        Predicate<FaultPlan> inTime = fault -> active == null || fault.begins().compareTo(time) < 0;
        List<ClientPlan> clients = new ArrayList<>(plan.clients());
        for (int i = 0; i < clients.size(); i++) {
            if (without.contains(name('c', i))) {
                clients.set(i, PLAIN);
            }
        }
        return plan.withActive(time)
                .withScaleOut(plan.scaleOut()
                        .with(
                                kept('g', plan.scaleOut().groups()),
                                kept('s', plan.scaleOut().publishers()),
                                kept('t', plan.scaleOut().changes())))
                .withClients(clients)
                .withCluster(without.contains(name('n', 0)) ? ClusterPlan.USUAL : plan.cluster())
                .with(
                        kept('p', withoutBatches(plan.publishers())),
                        kept('r', plan.readers()),
                        kept('f', plan.faults()).stream().filter(inTime).toList());
    }

    private List<PublisherPlan> withoutBatches(List<PublisherPlan> all) {
        List<PublisherPlan> publishers = new ArrayList<>(all);
        for (int i = 0; i < all.size(); i++) {
            if (without.contains(name('b', i))) {
                publishers.set(i, all.get(i).with(all.get(i).options().withBatching(null)));
            }
        }
        return publishers;
    }

    private <T> List<T> kept(char kind, List<T> parts) {
        List<T> kept = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (!without.contains(name(kind, i))) {
                kept.add(parts.get(i));
            }
        }
        return kept;
    }

    /** The options of the command line that have this effect. */
    String options() {
        StringBuilder text = new StringBuilder();
        if (!without.isEmpty()) {
            text.append(" --without ").append(String.join(",", new TreeSet<>(without)));
        }
        if (active != null) {
            text.append(" --active ").append(active.toMillis()).append("ms");
        }
        if (schedule != 0) {
            text.append(" --schedule ").append(schedule);
        }
        return text.toString();
    }
}
