package io.rbfly.client.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamOptionsTest {
    private interface Change extends Function<StreamOptions, StreamOptions> {}

    private static Stream<Change> malformed() {
        return Stream.of(
                options -> options.withMaxAge(Duration.ZERO),
                options -> options.withMaxAge(Duration.ofMillis(999)),
                options -> options.withMaxAge(Duration.ofMillis(1001)),
                options -> options.withMaxAge(Duration.ofSeconds(-1)),
                options -> options.withMaxAge(Duration.ofDays(36_501)),
                options -> options.withMaxLengthBytes(-1),
                options -> options.withMaxSegmentSizeBytes(-1),
                options -> options.withMaxSegmentSizeBytes(3_000_000_001L),
                options -> options.withInitialClusterSize(-1),
                options -> options.withFilterSizeBytes(15),
                options -> options.withFilterSizeBytes(256));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void valuesThatABrokerCannotHandleAreRefused(Change change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(StreamOptions.DEFAULT))
                .withMessageContaining("expected: ");
    }

    @Test
    void eachOptionHasItsArgument() {
        assertThat(StreamOptions.DEFAULT.arguments()).isEmpty();
        assertThat(StreamOptions.DEFAULT
                        .withMaxAge(Duration.ofHours(1))
                        .withMaxLengthBytes(5_000_000_000L)
                        .withMaxSegmentSizeBytes(1_000_000)
                        .withLeaderLocator(LeaderLocator.LEAST_LEADERS)
                        .withInitialClusterSize(3)
                        .withFilterSizeBytes(32)
                        .arguments())
                .isEqualTo(Map.of(
                        "max-age", "3600s",
                        "max-length-bytes", "5000000000",
                        "stream-max-segment-size-bytes", "1000000",
                        "queue-leader-locator", "least-leaders",
                        "initial-cluster-size", "3",
                        "stream-filter-size-bytes", "32"));
    }
}
