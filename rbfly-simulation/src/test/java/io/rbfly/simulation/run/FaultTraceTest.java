package io.rbfly.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.simulation.plan.FaultPlan;
import io.rbfly.simulation.plan.PlanDraw;
import io.rbfly.simulation.plan.RunPlan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FaultTraceTest {
    @BeforeAll
    static void watchLogs() {
        LogWatch.install(Level.WARNING);
    }

    @Test
    void tellsWhatEachFaultHits() {
        Set<FaultPlan.Kind> kinds = EnumSet.noneOf(FaultPlan.Kind.class);
        for (long seed = 1; kinds.size() < FaultPlan.Kind.values().length; seed++) {
            RunPlan plan = PlanDraw.of(seed);
            List<String> lines = new ArrayList<>();
            Simulation.run(plan, 0, (nanos, text) -> lines.add(text));
            for (FaultPlan fault : plan.faults()) {
                int begin = lines.indexOf("fault f" + fault.id() + " " + fault.kind() + " for " + fault.lasts());
                assertThat(begin).as("%s of seed %d", fault, seed).isNotNegative();
                assertThat(lines.get(begin + 1))
                        .as("%s of seed %d", fault, seed)
                        .matches(" {2}(node|of|stream|all|client|nothing:|RequestFault|the next connection).*");
                kinds.add(fault.kind());
            }
        }
    }
}
