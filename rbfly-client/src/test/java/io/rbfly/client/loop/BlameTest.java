package io.rbfly.client.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlameTest {
    private static final StackTraceElement CLIENT = frame("io.rbfly.client.subscribe.HandlerLoop", "handle");
    private static final StackTraceElement ABOVE_CLIENT = frame("org.example.Main", "main");

    @Test
    void namesTheMethodAtWorkAndTheOneThatTheClientCalled() {
        assertThat(Blame.methods(List.of(
                        frame("jdk.internal.misc.Unsafe", "park"),
                        frame("org.matrix.Product", "multiply"),
                        frame("org.matrix.Matrix", "times"),
                        frame("org.example.Demo", "calculate"),
                        frame("org.example.Demo", "lambda$run$0"),
                        frame("org.example.Demo$$Lambda$7/0x00007f43", "handle"),
                        CLIENT,
                        ABOVE_CLIENT)))
                .isEqualTo("org.matrix.Product.multiply, called by org.example.Demo.calculate");
    }

    @Test
    void namesOneMethodOnce() {
        assertThat(Blame.methods(List.of(frame("org.example.Demo", "calculate"), CLIENT)))
                .isEqualTo("org.example.Demo.calculate");
    }

    @Test
    void namesWhatIsOnTopWhenNothingHasANameOfTheApplication() {
        assertThat(Blame.methods(
                        List.of(frame("java.lang.Thread", "sleep"), frame("org.example.Demo", "lambda$run$0"), CLIENT)))
                .isEqualTo("java.lang.Thread.sleep");
    }

    private static StackTraceElement frame(String className, String method) {
        return new StackTraceElement(className, method, null, -1);
    }
}
