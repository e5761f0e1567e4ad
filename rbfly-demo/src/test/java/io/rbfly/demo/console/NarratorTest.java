package io.rbfly.demo.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.event.Events;
import io.rbfly.demo.Captured;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NarratorTest {
    private static final List<StackTraceElement> STACK = List.of(
            frame("org.ejml.dense.block.InnerMultiplication_DDRB", "blockMultPlus"),
            frame("io.rbfly.demo.calculation.MatrixCube", "multiply"),
            frame("io.rbfly.demo.calculation.Calculator", "calculate"),
            frame("io.rbfly.demo.Demo", "calculate"),
            frame("io.rbfly.demo.Demo", "lambda$readAndCalculate$3"),
            frame("io.rbfly.demo.Demo$$Lambda$184", "handle"),
            frame("io.rbfly.client.subscribe.read.HandlerLoop", "run"));

    private final Captured out = new Captured();
    private final Narrator narrator = new Narrator(new Console(out.stream()));

    @Test
    void namesTheMethodThatBlockedTheEventLoop() {
        narrator.accept(new Events.EventLoopBlocked(Duration.ofMillis(8700), STACK));

        assertThat(out.text()).contains("the event loop was blocked by Demo.calculate for 8.7 s");
    }

    @Test
    void blamesNobodyOfTheDemoWhenItWasSomethingElse() {
        assertThat(Narrator.blocker(List.of(frame("java.lang.Thread", "run"))))
                .isEqualTo("something outside of the demo");
    }

    @Test
    void saysThatTheWholeJvmWasPaused() {
        narrator.accept(new Events.JvmPaused(Duration.ofMillis(31_200)));

        assertThat(out.text()).contains("the whole JVM was paused for 31.2 s");
    }

    @Test
    void leavesOtherEventsToTheLog() {
        narrator.accept(new Events.HeartbeatSent("any"));

        assertThat(out.text()).isEmpty();
    }

    private static StackTraceElement frame(String type, String method) {
        return new StackTraceElement(type, method, null, 1);
    }
}
