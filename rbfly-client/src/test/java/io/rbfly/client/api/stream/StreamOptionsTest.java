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
                options -> options.withFilterSizeBytes(256),
                options -> options.withArgument("", "a"),
                options -> options.withArgument("a", ""),
                options -> options.withArgument("a".repeat(256), "a"),
                options -> options.withArgument("a", "\u00e4".repeat(32_768)),
                options -> options.withArgument("max-age", "7D"),
                options -> options.withArgument("x-max-age", "7D"),
                options -> options.withArgument("max-length-bytes", "1GB"),
                options -> options.withArgument("stream-max-segment-size-bytes", "1"),
                options -> options.withArgument("queue-leader-locator", "balanced"),
                options -> options.withArgument("initial-cluster-size", "3"),
                options -> options.withArgument("stream-filter-size-bytes", "16"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void valuesThatABrokerCannotHandleAreRefused(Change change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(StreamOptions.DEFAULT))
                .withMessageContaining("expected: ");
    }

    private static StreamOptions all() {
        return StreamOptions.DEFAULT
                .withMaxAge(Duration.ofHours(1))
                .withMaxLengthBytes(5_000_000_000L)
                .withMaxSegmentSizeBytes(1_000_000)
                .withLeaderLocator(LeaderLocator.LEAST_LEADERS)
                .withInitialClusterSize(3)
                .withFilterSizeBytes(32);
    }

    @Test
    void eachOptionHasItsArgument() {
        assertThat(StreamOptions.DEFAULT.arguments()).isEmpty();
        assertThat(all().arguments())
                .isEqualTo(Map.of(
                        "max-age", "3600s",
                        "max-length-bytes", "5000000000",
                        "stream-max-segment-size-bytes", "1000000",
                        "queue-leader-locator", "least-leaders",
                        "initial-cluster-size", "3",
                        "stream-filter-size-bytes", "32"));
    }

    @Test
    void anArgumentThatAnOptionSetsNamesTheOption() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamOptions.DEFAULT.withArgument("x-max-age", "7D"))
                .withMessage("name: x-max-age (expected: withMaxAge for this argument)");
        for (String set : all().arguments().keySet()) {
            assertThatIllegalArgumentException().isThrownBy(() -> StreamOptions.DEFAULT.withArgument(set, "1"));
        }
    }

    @Test
    void furtherArgumentsAreAddedAndReplaced() {
        StreamOptions options = StreamOptions.DEFAULT
                .withArgument("b", "1")
                .withMaxLengthBytes(1000)
                .withArgument("a", "2")
                .withArgument("b", "3");
        assertThat(options.arguments()).isEqualTo(Map.of("max-length-bytes", "1000", "a", "2", "b", "3"));
        assertThat(options.toString()).contains("others={a=2, b=3}");
        assertThat(options)
                .isEqualTo(StreamOptions.DEFAULT
                        .withArgument("a", "2")
                        .withArgument("b", "3")
                        .withMaxLengthBytes(1000))
                .isNotEqualTo(StreamOptions.DEFAULT.withMaxLengthBytes(1000));
        assertThat(SuperStreamOptions.partitions(2).withArgument("a", "2").streamOptions())
                .isEqualTo(StreamOptions.DEFAULT.withArgument("a", "2"));
    }
}
