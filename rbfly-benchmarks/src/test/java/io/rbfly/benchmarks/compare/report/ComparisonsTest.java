package io.rbfly.benchmarks.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.benchmarks.compare.plan.Contender;
import io.rbfly.benchmarks.compare.plan.Metric;
import io.rbfly.benchmarks.compare.plan.Sample;
import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.plan.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonsTest {
    private final Scenario flood = Scenarios.byId("c");
    private final Samples samples = new Samples();

    @Test
    void ratioIsTheMedianOfTheRoundsAndNotOfTheContenders() {
        rates(Contender.OURS, 100, 10, 90);
        rates(Contender.OFFICIAL, 50, 10, 100);
        assertThat(samples.ratio(flood, Contender.OURS, Contender.OFFICIAL, Metric.RATE))
                .isEqualTo(1);
        assertThat(samples.median(flood, Contender.OURS, Metric.RATE)).isEqualTo(90);
    }

    @Test
    void theBetterSettingsOfTheOfficialClientCount() {
        rates(Contender.OURS, 100);
        rates(Contender.OFFICIAL, 50);
        rates(Contender.TUNED, 80);
        assertThat(samples.betterOfficial(flood)).isEqualTo(Contender.TUNED);
        assertThat(only(Metric.RATE.label()).ratio()).isEqualTo(1.25);
        assertThat(only(Metric.RATE.label()).official()).isEqualTo(80);
    }

    @Test
    void itsDefaultsCountWhenTuningMadeItWorse() {
        rates(Contender.OFFICIAL, 50);
        rates(Contender.TUNED, 40);
        assertThat(samples.betterOfficial(flood)).isEqualTo(Contender.OFFICIAL);
    }

    @Test
    void goalsAreComparedWithTheOfficialClientAndTheLimitEach() {
        rates(Contender.OURS, 100);
        rates(Contender.OFFICIAL, 80);
        rates(Contender.LIMIT, 200);
        assertThat(only("messages/s").met()).isTrue();
        assertThat(only("messages/s of the limit").ratio()).isEqualTo(0.5);
        assertThat(only("messages/s of the limit").met()).isFalse();
    }

    @Test
    void withoutAGoalNothingIsMet() {
        samples.add(flood, Contender.OURS, new Sample().with(Metric.THREADS, 2));
        assertThat(only("threads").goal()).isNull();
        assertThat(only("threads").met()).isNull();
    }

    @Test
    void tableShowsWhatIsNotReachedAsWellAsWhatIs() {
        rates(Contender.OURS, 1_234_567);
        rates(Contender.OFFICIAL, 1_000_000);
        rates(Contender.LIMIT, 2_000_000);
        assertThat(Table.of(List.of(flood), samples, comparisons()))
                .contains("### c: flood")
                .contains("| messages/s | 1,234,567 | 1,000,000 | 2,000,000 | 1.23 | >= 1.1 | yes |")
                .contains("| messages/s of the limit | 1,234,567 | 1,000,000 | 2,000,000 | 0.62 | >= 0.9 | no |")
                .contains("1 of 2 goals met.");
    }

    @Test
    void tableTellsWhenNoClientCouldReachAGoal() {
        rates(Contender.OURS, 100);
        rates(Contender.OFFICIAL, 100);
        rates(Contender.LIMIT, 105);
        assertThat(Table.of(List.of(flood), samples, comparisons()))
                .contains("| messages/s | 100 | 100 | 105 | 1.00 | >= 1.1 | no, nor by the limit |")
                .contains("| messages/s of the limit | 100 | 100 | 105 | 0.95 | >= 0.9 | yes |");
    }

    @Test
    void jsonHasNullForWhatIsNotThere(@TempDir Path folder) throws IOException {
        rates(Contender.OURS, 100);
        rates(Contender.OFFICIAL, 200);
        Path file = folder.resolve("result.json");
        Json.write(List.of(only("messages/s")), file);
        assertThat(Files.readString(file)).isEqualToNormalizingNewlines("""
                [ {
                  "scenario" : "c",
                  "metric" : "messages/s",
                  "ours" : 100.0,
                  "official" : 200.0,
                  "limit" : null,
                  "ratio" : 0.5,
                  "goal" : ">= 1.1",
                  "met" : false
                } ]""");
    }

    @Test
    void chartDrawsEveryGoal(@TempDir Path folder) throws IOException {
        rates(Contender.OURS, 100);
        rates(Contender.OFFICIAL, 50);
        rates(Contender.LIMIT, 200);
        Path file = folder.resolve("result.svg");
        Chart.write(comparisons(), file);
        assertThat(Files.readString(file))
                .startsWith("<svg")
                .contains("&gt;= 0.9")
                .contains("goal not met");
    }

    private void rates(Contender contender, double... values) {
        for (double value : values) {
            samples.add(flood, contender, new Sample().with(Metric.RATE, value));
        }
    }

    private List<Comparison> comparisons() {
        return Comparisons.of(List.of(flood), samples);
    }

    private Comparison only(String label) {
        return comparisons().stream()
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow();
    }
}
