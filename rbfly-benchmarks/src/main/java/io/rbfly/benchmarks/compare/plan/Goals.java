package io.rbfly.benchmarks.compare.plan;

import static io.rbfly.benchmarks.compare.plan.Contender.LIMIT;
import static io.rbfly.benchmarks.compare.plan.Contender.OFFICIAL;
import static io.rbfly.benchmarks.compare.plan.Contender.OURS;
import static io.rbfly.benchmarks.compare.plan.Contender.SECOND_WAY;
import static io.rbfly.benchmarks.compare.plan.Metric.ALLOCATION;
import static io.rbfly.benchmarks.compare.plan.Metric.CPU;
import static io.rbfly.benchmarks.compare.plan.Metric.P50;
import static io.rbfly.benchmarks.compare.plan.Metric.P99;
import static io.rbfly.benchmarks.compare.plan.Metric.RATE;
import static io.rbfly.benchmarks.compare.plan.Metric.THREADS;
import static io.rbfly.benchmarks.compare.plan.Metric.TIME;

import java.util.List;
import java.util.Optional;

/** All goals. */
public final class Goals {
    /** In the order of the scenarios. */
    public static final List<Goal> LIST = List.of(
            new Goal("a", P50, OURS, OFFICIAL, 0.95),
            new Goal("a", P99, OURS, OFFICIAL, 0.8),
            new Goal("b", RATE, OURS, OFFICIAL, 1.35),
            new Goal("c", RATE, OURS, OFFICIAL, 1.1),
            new Goal("c", RATE, OURS, LIMIT, 0.9),
            new Goal("c", CPU, OURS, OFFICIAL, 0.4),
            new Goal("c", ALLOCATION, OURS, OFFICIAL, 0.25),
            new Goal("d", RATE, OURS, OFFICIAL, 1.2),
            new Goal("e", RATE, OURS, OFFICIAL, 1.6),
            new Goal("e", RATE, OURS, LIMIT, 0.6),
            new Goal("e", CPU, OURS, OFFICIAL, 0.5),
            new Goal("e", ALLOCATION, OURS, OFFICIAL, 0.75),
            new Goal("e", ALLOCATION, SECOND_WAY, OFFICIAL, 0.25),
            new Goal("f", RATE, OURS, OFFICIAL, 1.6),
            new Goal("f", RATE, OURS, LIMIT, 0.6),
            new Goal("f", CPU, OURS, OFFICIAL, 0.5),
            new Goal("f", ALLOCATION, OURS, OFFICIAL, 0.75),
            new Goal("f", ALLOCATION, SECOND_WAY, OFFICIAL, 0.25),
            new Goal("g", RATE, OURS, OFFICIAL, 1.3),
            new Goal("h.write", RATE, OURS, OFFICIAL, 2),
            new Goal("h.read", RATE, OURS, OFFICIAL, 2),
            new Goal("j", P99, OURS, OFFICIAL, 0.8),
            new Goal("k", TIME, OURS, OFFICIAL, 0.8),
            new Goal("l", THREADS, OURS, OFFICIAL, 0.5),
            new Goal("m", TIME, OURS, OFFICIAL, 0.3),
            new Goal("o.write.none", RATE, OURS, OFFICIAL, 1.3),
            new Goal("o.write.none", RATE, OURS, LIMIT, 0.6),
            Goal.ofValue("o.write.none", ALLOCATION, OURS, 20),
            new Goal("o.write.lz4", RATE, OURS, OFFICIAL, 1.5),
            Goal.ofValue("o.write.lz4", ALLOCATION, OURS, 20),
            new Goal("o.write.zstd", RATE, OURS, OFFICIAL, 5),
            Goal.ofValue("o.write.zstd", ALLOCATION, OURS, 20),
            new Goal("o.read.none", RATE, OURS, OFFICIAL, 1.5),
            Goal.ofValue("o.read.none", ALLOCATION, SECOND_WAY, 1),
            new Goal("o.read.lz4", RATE, OURS, OFFICIAL, 1.5),
            Goal.ofValue("o.read.lz4", ALLOCATION, SECOND_WAY, 1),
            new Goal("o.read.zstd", RATE, OURS, OFFICIAL, 2.5),
            Goal.ofValue("o.read.zstd", ALLOCATION, SECOND_WAY, 1),
            new Goal("p", RATE, OURS, OFFICIAL, 1.3),
            new Goal("p", RATE, OURS, SECOND_WAY, 0.9));

    private Goals() {}

    /** The goal for a comparison, if there is one. */
    public static Optional<Goal> of(String scenario, Metric metric, Contender who, Contender peer) {
        return LIST.stream()
                .filter(goal -> goal.scenario().equals(scenario)
                        && goal.metric() == metric
                        && goal.who() == who
                        && goal.peer() == peer)
                .findFirst();
    }
}
