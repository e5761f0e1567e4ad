package io.rbfly.simulation.run;

import io.rbfly.simulation.model.Finding;
import io.rbfly.simulation.plan.RunPlan;
import java.util.List;
import java.util.stream.Collectors;

/** Describes a finding: what happened, in which part of the plan it still happens, and how to see it again. */
final class FindingText {
    private FindingText() {}

    /**
     * The text of a finding.
     *
     * @param plan the plan of the whole run
     * @param finding what was found in it
     * @param least the smallest run with the same finding
     * @param end the last lines of its trace
     */
    static String of(RunPlan plan, Finding finding, Shrinker.Result least, List<String> end) {
        String line = System.lineSeparator();
        String replay = "./simulate --replay " + plan.seed();
        return "seed " + plan.seed() + " breaks: " + finding.getMessage() + line
                + "the least that shows it, after " + least.runs() + " more runs:" + line
                + PlanText.of(plan, least.reduction())
                + "its end:" + line
                + end.stream().map(each -> each + line).collect(Collectors.joining())
                + "there: " + least.finding().getMessage() + line
                + "the whole:  " + replay + line
                + "the least:  " + replay + least.reduction().options();
    }
}
