package io.rbfly.benchmarks.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodecComparisonTest {
    private final Figures figures = new Figures();

    @Test
    void isWithTheFasterPeer() {
        figures.add("richDecode", "RbflyCodec", new Figure(100, 608));
        figures.add("richDecode", "OfficialCodec", new Figure(250, 1200));
        figures.add("richDecode", "ProtonCodec", new Figure(200, 1216));

        assertThat(CodecComparison.of(figures))
                .containsExactly(
                        new CodecComparison(
                                "richDecode", "time (ns/op)", 100.0, "ProtonCodec", 200.0, 0.5, "<= 0.50", true),
                        new CodecComparison(
                                "richDecode", "allocation (B/op)", 608.0, "ProtonCodec", 1216.0, 0.5, null, null));
    }

    @Test
    void knowsTheGoalOfATaskWithEitherMemory() {
        figures.add("richEncode, direct", "RbflyCodec", new Figure(70, 1e-4));
        figures.add("richEncode, direct", "OfficialCodec", new Figure(200, 192));

        List<CodecComparison> comparisons = CodecComparison.of(figures);

        assertThat(comparisons.get(0).goal()).isEqualTo("<= 0.33");
        assertThat(comparisons.get(0).met()).isFalse();
        assertThat(comparisons.get(1).goal()).isEqualTo("<= 0 B/op");
        assertThat(comparisons.get(1).met()).isTrue();
    }

    @Test
    void takesWhatPeersDoInsteadOfReadingLazily() {
        figures.add("richDecodeLazily", "RbflyCodec", new Figure(50, 224));
        figures.add("richDecode", "OfficialCodec", new Figure(250, 1200));

        CodecComparison comparison = CodecComparison.of(figures).get(0);

        assertThat(comparison.peerValue()).isEqualTo(250);
        assertThat(comparison.met()).isTrue();
    }

    @Test
    void withoutAPeerHasNoRatio() {
        figures.add("smallDecode", "RbflyCodec", new Figure(7, 168));

        CodecComparison comparison = CodecComparison.of(figures).get(0);

        assertThat(comparison.peer()).isNull();
        assertThat(comparison.ratio()).isNull();
        assertThat(comparison.met()).isNull();
    }

    @Test
    void leavesOutWhatOursDidNotDo() {
        figures.add("richDecode", "OfficialCodec", new Figure(250, 1200));

        assertThat(CodecComparison.of(figures)).isEmpty();
    }
}
