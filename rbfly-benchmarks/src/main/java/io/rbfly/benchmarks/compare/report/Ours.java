package io.rbfly.benchmarks.compare.report;

import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.plan.Work.Way;
import java.util.ArrayList;
import java.util.List;

/** RbFly, used in one of its ways. */
record Ours(Contender contender, Way way) {
    private static final List<Contender> IN_ORDER = List.of(Contender.OURS, Contender.SECOND_WAY, Contender.THIRD_WAY);
    private static final Way ONLY = new Way("", "the only way");

    /** Returns all ways of a scenario, the first way first. */
    static List<Ours> of(Scenario scenario) {
        List<Way> ways = scenario.work().ways();
        List<Ours> all = new ArrayList<>();
        for (int i = 0; i < IN_ORDER.size(); i++) {
            if (scenario.contenders().contains(IN_ORDER.get(i))) {
                all.add(new Ours(IN_ORDER.get(i), ways.isEmpty() ? ONLY : ways.get(i)));
            }
        }
        return all;
    }
}
