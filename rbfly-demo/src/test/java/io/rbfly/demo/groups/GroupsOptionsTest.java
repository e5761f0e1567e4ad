package io.rbfly.demo.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupsOptionsTest {
    private final GroupsOptions options = new GroupsOptions();

    @Test
    void hasANameOfItsOwnForEachRun() {
        assertThat(options.superStream())
                .startsWith("rbfly-demo-groups-")
                .isEqualTo(options.superStream())
                .isNotEqualTo(new GroupsOptions().superStream());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 499, 1000, 10_000})
    void oneConsumerKeepsUpWithThePublisher(int rate) {
        options.rate = rate;

        assertThat(options.work().multipliedBy(rate)).isLessThanOrEqualTo(Duration.ofMillis(500));
    }
}
