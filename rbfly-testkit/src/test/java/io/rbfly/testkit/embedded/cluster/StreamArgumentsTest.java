package io.rbfly.testkit.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamArgumentsTest {
    private static final List<String> NUMBERS = List.of(
            "max-length-bytes", "stream-max-segment-size-bytes", "initial-cluster-size", "stream-filter-size-bytes");

    private static StreamArguments parse(String name, String value) {
        return StreamArguments.of(Map.of(name, value));
    }

    private static void assertRefused(String name, String value) {
        assertThatThrownBy(() -> parse(name, value))
                .isInstanceOfSatisfying(
                        StreamArguments.RefusedException.class,
                        e -> assertThat(e.code()).isEqualTo(ResponseCode.PRECONDITION_FAILED));
    }

    @Test
    void haveDefaults() {
        StreamArguments arguments = StreamArguments.of(Map.of());
        assertThat(arguments.retention().maxBytes()).isNull();
        assertThat(arguments.retention().maxAge()).isNull();
        assertThat(arguments.retention().segmentBytes()).isEqualTo(500_000_000);
        assertThat(arguments.retention().filterBytes()).isEqualTo(16);
        assertThat(arguments.members()).isEqualTo(Integer.MAX_VALUE);
        assertThat(arguments.balanced()).isFalse();
    }

    @Test
    void crashOnWhatIsNoNumber() {
        for (String name : NUMBERS) {
            for (String value : List.of("abc", "1GB", "", "1.5", " 1", "0x10")) {
                assertThatThrownBy(() -> parse(name, value)).isInstanceOf(StreamArguments.CrashException.class);
            }
        }
    }

    @Test
    void crashOnWhatIsNoNumberEvenIfAnotherValueIsRefused() {
        assertThatThrownBy(() -> StreamArguments.of(
                        Map.of("stream-max-segment-size-bytes", "9999999999", "stream-filter-size-bytes", "x")))
                .isInstanceOf(StreamArguments.CrashException.class);
    }

    @Test
    void limitTheSegmentSize() {
        assertThat(parse("stream-max-segment-size-bytes", "3000000000")
                        .retention()
                        .segmentBytes())
                .isEqualTo(3_000_000_000L);
        assertRefused("stream-max-segment-size-bytes", "3000000001");
        assertRefused("stream-max-segment-size-bytes", "99999999999999999999");
    }

    @Test
    void needOneNode() {
        assertRefused("initial-cluster-size", "0");
        assertRefused("initial-cluster-size", "-1");
        assertThat(parse("initial-cluster-size", "2").members()).isEqualTo(2);
        assertThat(parse("initial-cluster-size", "99999999999").members()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void limitTheFilterSize() {
        assertRefused("stream-filter-size-bytes", "15");
        assertRefused("stream-filter-size-bytes", "256");
        assertRefused("stream-filter-size-bytes", "4294967312"); // 16 in the low 32 bits
        assertThat(parse("stream-filter-size-bytes", "16").retention().filterBytes())
                .isEqualTo(16);
        assertThat(parse("stream-filter-size-bytes", "255").retention().filterBytes())
                .isEqualTo(255);
    }

    @Test
    void knowTheLeaderLocators() {
        assertThat(parse("queue-leader-locator", "client-local").balanced()).isFalse();
        for (String locator : List.of("balanced", "random", "least-leaders", "min-masters")) {
            assertThat(parse("queue-leader-locator", locator).balanced()).isTrue();
        }
        assertRefused("queue-leader-locator", "Balanced");
        assertRefused("queue-leader-locator", "");
    }

    @Test
    void acceptAnyMaximumLength() {
        for (String value : List.of("-1", "0", "+5", "007", "99999999999999999999")) {
            assertThatCode(() -> parse("max-length-bytes", value)).doesNotThrowAnyException();
        }
        assertThat(parse("max-length-bytes", "99999999999999999999").retention().maxBytes())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void readAges() {
        Map<String, Duration> ages = Map.of(
                "2Y", Duration.ofDays(730),
                "2M", Duration.ofDays(60),
                "7D", Duration.ofDays(7),
                "3h", Duration.ofHours(3),
                "3m", Duration.ofMinutes(3),
                "5000000s", Duration.ofSeconds(5_000_000));
        ages.forEach((text, age) ->
                assertThat(parse("max-age", text).retention().maxAge()).isEqualTo(age));
    }

    @Test
    void boundHugeAges() {
        Duration age = parse("max-age", "9".repeat(100) + "Y").retention().maxAge();
        assertThat(age).isNotNull();
        assertThatCode(age::toMillis).doesNotThrowAnyException();
    }

    @Test
    void ignoreAgesThatBrokersDoNotUnderstand() {
        for (String age : List.of("3600", "0s", "0D", "5h30m", "P1D", "PT1H", "", "1w", "-1s")) {
            assertThat(parse("max-age", age).retention().maxAge()).as(age).isNull();
        }
    }

    @Test
    void areEquivalentIfTheKnownValuesAre() {
        StreamArguments hundred = parse("max-length-bytes", "100");
        assertThat(hundred.isEquivalent(parse("max-length-bytes", "+0100"))).isTrue();
        assertThat(hundred.isEquivalent(StreamArguments.of(Map.of("max-length-bytes", "100", "x", "y"))))
                .isTrue();
        assertThat(hundred.isEquivalent(parse("max-length-bytes", "101"))).isFalse();
        assertThat(hundred.isEquivalent(StreamArguments.of(Map.of()))).isFalse();
        assertThat(parse("max-age", "60s").isEquivalent(parse("max-age", "1m"))).isTrue();
        assertThat(parse("max-age", "60s").isEquivalent(parse("max-age", "61s")))
                .isFalse();
        assertThat(parse("max-age", "x").isEquivalent(parse("max-age", "0s"))).isFalse();
        assertThat(parse("max-age", "x").isEquivalent(parse("max-age", "x"))).isTrue();
        assertThat(parse("queue-leader-locator", "client-local").isEquivalent(StreamArguments.of(Map.of())))
                .isFalse();
    }
}
