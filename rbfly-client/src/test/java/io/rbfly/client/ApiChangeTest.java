package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApiChangeTest {
    private static final String TYPE = "p.Stream public interface";
    private static final String NAME = "p.Stream public abstract java.lang.String name()";
    private static final String SIZE = "p.Stream public default long size()";
    private static final List<String> RECORDED = List.of(TYPE, NAME);

    @Test
    void theSameApiIsNoChange() {
        assertThat(ApiChange.between(RECORDED, RECORDED).isEmpty()).isTrue();
    }

    @Test
    void anAdditionIsToBeRecorded() {
        assertThat(ApiChange.between(RECORDED, List.of(TYPE, NAME, SIZE)).describe())
                .isEqualTo("""
                        the API is not the recorded one:
                        + p.Stream public default long size()
                        addition: record it with -Drbfly.api.record=true""");
    }

    @Test
    void aRemovalIsIncompatible() {
        assertThat(ApiChange.between(RECORDED, List.of(TYPE)).describe()).isEqualTo("""
                        the API is not the recorded one:
                        - p.Stream public abstract java.lang.String name()
                        incompatible: list it in CHANGELOG.md and record it with -Drbfly.api.record=true""");
    }

    @Test
    void aChangedLineIsIncompatible() {
        String nullable = "p.Stream public abstract @Nullable java.lang.String name()";

        assertThat(ApiChange.between(RECORDED, List.of(TYPE, nullable)).describe())
                .contains("- " + NAME, "+ " + nullable, "incompatible: list it in CHANGELOG.md");
    }

    @Test
    void anAbstractMethodMoreIsIncompatible() {
        List<String> actual = List.of(TYPE, NAME, "p.Stream public abstract long size()");

        assertThat(ApiChange.between(RECORDED, actual).describe()).contains("+ p.Stream", "incompatible:");
    }

    @Test
    void aTypeMoreIsAnAdditionWithAllItsMethods() {
        List<String> actual =
                List.of(TYPE, NAME, "p.Queue public interface", "p.Queue public abstract java.lang.String name()");

        assertThat(ApiChange.between(RECORDED, actual).describe()).contains("+ p.Queue", "addition: record it");
    }
}
