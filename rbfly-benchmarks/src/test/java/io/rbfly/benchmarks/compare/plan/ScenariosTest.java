package io.rbfly.benchmarks.compare.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScenariosTest {
    @Test
    void noNameStandsForAll() {
        assertThat(Scenarios.named(List.of())).isEqualTo(Scenarios.LIST);
    }

    @Test
    void aLetterStandsForAllOfThatLetterInTheirOrder() {
        assertThat(Scenarios.named(List.of("h", "a")))
                .extracting(Scenario::id)
                .containsExactly("a", "h.write", "h.read");
    }

    @Test
    void anIdStandsForItself() {
        assertThat(Scenarios.named(List.of("i.10B.read")))
                .extracting(Scenario::id)
                .containsExactly("i.10B.read");
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> Scenarios.named(List.of("a", "z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scenario z (expected: one of [a, b,");
    }

    @Test
    void idsAreUnique() {
        assertThat(Scenarios.LIST).extracting(Scenario::id).doesNotHaveDuplicates();
    }

    @Test
    void streamsConsistOfWholeFramesWithEveryEffort() {
        assertThat(Scenarios.LIST)
                .filteredOn(scenario -> scenario.work() == Work.READ)
                .allSatisfy(scenario -> assertThat(List.of(Effort.FULL, Effort.QUICK))
                        .allSatisfy(effort -> assertThat(effort.messages(scenario))
                                .isPositive()
                                .matches(messages -> messages % scenario.size() == 0)));
    }
}
