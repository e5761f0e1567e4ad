package io.rbfly.benchmarks.compare.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalsTest {
    @Test
    void aRateHasToReachItsBound() {
        Goal goal = new Goal("b", Metric.RATE, Contender.OURS, Contender.OFFICIAL, 1.35);
        assertThat(goal.isMetBy(Double.NaN, 1.35)).isTrue();
        assertThat(goal.isMetBy(Double.NaN, 1.349)).isFalse();
        assertThat(goal).hasToString(">= 1.35");
    }

    @Test
    void aTimeHasToStayBelowItsBound() {
        Goal goal = new Goal("a", Metric.P99, Contender.OURS, Contender.OFFICIAL, 0.8);
        assertThat(goal.isMetBy(Double.NaN, 0.8)).isTrue();
        assertThat(goal.isMetBy(Double.NaN, 0.801)).isFalse();
        assertThat(goal).hasToString("<= 0.8");
    }

    @Test
    void aValueHasToStayBelowItsBoundWhateverTheRatio() {
        Goal goal = Goal.ofValue("o.write.none", Metric.ALLOCATION, Contender.OURS, 20);
        assertThat(goal.isMetBy(20, 0.9)).isTrue();
        assertThat(goal.isMetBy(20.1, 0.01)).isFalse();
        assertThat(goal).hasToString("value <= 20");
    }

    @Test
    void noNumberMeetsNoGoal() {
        assertThat(Goals.LIST).noneMatch(goal -> goal.isMetBy(Double.NaN, Double.NaN));
    }

    @Test
    void everyGoalIsForSomethingThatIsMeasured() {
        assertThat(Goals.LIST)
                .allSatisfy(goal ->
                        assertThat(Scenarios.byId(goal.scenario()).contenders()).contains(goal.who(), goal.peer()));
    }

    @Test
    void noGoalIsSetTwice() {
        assertThat(Goals.LIST)
                .doesNotHaveDuplicates()
                .allSatisfy(goal -> assertThat(Goals.of(goal.scenario(), goal.metric(), goal.who(), goal.peer()))
                        .contains(goal));
    }
}
