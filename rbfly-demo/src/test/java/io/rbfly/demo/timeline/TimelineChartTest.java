package io.rbfly.demo.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.demo.Recorded;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineChartTest {
    @BeforeAll
    static void drawWithoutADisplay() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void hasALaneForEachThingThatHappens() throws Exception {
        List<String> texts = Svg.texts(svg(Recorded.undisturbed()));

        assertThat(texts)
                .contains("calculations", "event loop blocked", "slow consumer reads")
                .contains("subscriber heartbeats sent", "subscriber heartbeats received", "subscriber connection")
                .contains("a title", "more of it", "seconds");
    }

    @Test
    void saysHowLongACalculationTookAndThatNothingWasBlocked() throws Exception {
        assertThat(Svg.texts(svg(Recorded.undisturbed())))
                .contains("8.0 s", "never")
                .doesNotContain("closed by the broker");
    }

    @Test
    void marksWhereTheBrokerClosed() throws Exception {
        assertThat(Svg.texts(svg(Recorded.interrupted())))
                .contains("closed by the broker")
                .doesNotContain("never");
    }

    @Test
    void hasALaneForPausesOfTheJvmWhenThereAreAny() throws Exception {
        Recorded recorded = new Recorded().opened(false).afterSeconds(40).paused(Duration.ofSeconds(31));
        recorded.closed(true);

        assertThat(Svg.texts(svg(recorded)))
                .contains("whole JVM paused", "31.0 s", "never", "closed by the broker", "subscriber connection");
        assertThat(Svg.texts(svg(Recorded.undisturbed()))).doesNotContain("whole JVM paused");
    }

    @Test
    void drawsNothingButLanesWhenNothingHappened() throws Exception {
        assertThat(Svg.texts(svg(new Recorded()))).contains("calculations").doesNotContain("subscriber connection");
    }

    @Test
    void drawsACalculationThatWasNotFinished() throws Exception {
        Recorded recorded = new Recorded();
        recorded.timeline().calculationStarted();
        recorded.afterSeconds(3);

        assertThat(Svg.texts(svg(recorded))).contains("3.0 s");
    }

    @Test
    void drawsMomentsThatCannotBeToldApartOnce() {
        Recorded few = new Recorded();
        Recorded many = new Recorded();
        few.message().afterSeconds(100);
        for (int i = 0; i < 10_000; i++) {
            many.message();
        }
        many.afterSeconds(100);

        assertThat(svg(many)).isEqualTo(svg(few));
    }

    @Test
    void writesTheFormatThatTheNameAsksFor(@TempDir Path folder) throws Exception {
        LaneChart chart = chart(Recorded.interrupted());

        ChartFile.write(chart, folder.resolve("t.svg"));
        ChartFile.write(chart, folder.resolve("t.PNG"));

        assertThat(Svg.parsed(Files.readString(folder.resolve("t.svg")))
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
        assertThat(Files.readString(folder.resolve("t.svg"))).contains("viewBox=");
        BufferedImage image = ImageIO.read(folder.resolve("t.PNG").toFile());
        assertThat(image.getWidth()).isEqualTo(chart.width() * ChartFile.PIXELS_PER_POINT);
        assertThat(image.getHeight()).isEqualTo(chart.height() * ChartFile.PIXELS_PER_POINT);
    }

    private static LaneChart chart(Recorded recorded) {
        return new TimelineChart(recorded.timeline(), "a title", "more of it").chart();
    }

    private static String svg(Recorded recorded) {
        return ChartFile.svg(chart(recorded));
    }
}
