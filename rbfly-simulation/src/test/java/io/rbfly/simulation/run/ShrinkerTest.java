package io.rbfly.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.simulation.model.Finding;
import io.rbfly.simulation.plan.PlanDraw;
import io.rbfly.simulation.plan.RunPlan;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    private static final Finding FINDING = new Finding("invariant", "found");
    private static final Duration MAX_TIME = Duration.ofSeconds(5);

    private final RunPlan plan = LongStream.range(0, 1_000)
            .mapToObj(PlanDraw::of)
            .filter(each -> each.faults().size() == 8
                    && each.readers().size() == 3
                    && each.publishers().size() == 3
                    && each.active().compareTo(MAX_TIME) > 0)
            .findFirst()
            .orElseThrow();

    private Shrinker.Result shrink(Predicate<RunPlan> shows, int maxRuns) {
        return new Shrinker(plan, FINDING, reduction -> shows.test(reduction.of(plan)) ? FINDING : null, maxRuns)
                .shrink();
    }

    @Test
    void whatIsNotNeededIsLeftOut() {
        var fault = plan.faults().get(5);
        var reader = plan.readers().get(1);
        Duration needed = fault.begins().plusMillis(1);
        Shrinker.Result least = shrink(
                run -> run.faults().contains(fault)
                        && run.readers().contains(reader)
                        && run.active().compareTo(needed) >= 0,
                1_000);
        RunPlan left = least.reduction().of(plan);

        assertThat(left.faults()).containsExactly(fault);
        assertThat(left.readers()).containsExactly(reader);
        assertThat(left.publishers()).isEmpty();
        assertThat(left.active())
                .isBetween(
                        needed,
                        max(needed.plusMillis(12), needed.multipliedBy(16).dividedBy(14)));
        assertThat(least.reduction().without()).doesNotContain("f5", "r1").contains("f0", "r0", "r2", "p0", "p1", "p2");
        assertThat(least.runs()).isLessThan(300);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    @Test
    void partsThatAreNeededTogetherRemain() {
        Shrinker.Result least = shrink(
                run -> run.faults()
                        .containsAll(List.of(plan.faults().get(0), plan.faults().get(7))),
                1_000);

        assertThat(least.reduction().of(plan).faults())
                .containsExactly(plan.faults().get(0), plan.faults().get(7));
    }

    @Test
    void anotherFindingDoesNotCount() {
        Finding other = new Finding("another invariant", "found");
        Shrinker.Result least = new Shrinker(plan, FINDING, reduction -> other, 1_000).shrink();

        assertThat(least.reduction()).isEqualTo(Reduction.NONE);
        assertThat(least.finding()).isSameAs(FINDING);
    }

    @Test
    void otherSchedulesAreTried() {
        Shrinker.Result least =
                new Shrinker(plan, FINDING, reduction -> reduction.schedule() == 2 ? FINDING : null, 1_000).shrink();

        assertThat(least.reduction().schedule()).isEqualTo(2);
        assertThat(least.reduction().of(plan).faults()).isEmpty();
    }

    @Test
    void theNumberOfRunsIsBounded() {
        assertThat(shrink(run -> false, 7).runs()).isEqualTo(7);
    }

    @Test
    void theOptionsNameWhatIsLeftOut() {
        Reduction reduction = new Reduction(Set.of("p1", "f0", "r2"), Duration.ofMillis(1_200), 3);

        assertThat(reduction.options()).isEqualTo(" --without f0,p1,r2 --active 1200ms --schedule 3");
        assertThat(Reduction.NONE.options()).isEmpty();
        assertThat(Reduction.NONE.of(plan)).isEqualTo(plan);
    }

    @Test
    void aPlanIsDescribedWithTheNamesOfItsParts() {
        String text = PlanText.of(plan, new Reduction(Set.of("f0", "p1"), null, 0));

        assertThat(text).contains("  c0  client: ", "  p0  publisher: ", "  p2  publisher: ", "  f1  fault: kind ");
        assertThat(text).doesNotContain("  f0 ", "  p1 ");
    }
}
