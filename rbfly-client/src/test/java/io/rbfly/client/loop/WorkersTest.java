package io.rbfly.client.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final List<Runnable> kept = new ArrayList<>();
    private int runs;

    private static void fail() {
        throw new OutOfMemoryError("expected: unable to create native thread");
    }

    @Test
    void aTaskThatThePoolKeepsAndFailsForDoesNotRun() {
        Executor workers = Workers.allOrNothing(task -> {
            kept.add(task);
            fail();
        });

        assertThatThrownBy(() -> workers.execute(() -> runs++)).isInstanceOf(OutOfMemoryError.class);
        kept.forEach(Runnable::run);
        assertThat(runs).isZero();
    }

    @Test
    void aTaskThatHasStartedBeforeThePoolFailsIsExecuted() {
        Executor workers = Workers.allOrNothing(task -> {
            task.run();
            fail();
        });
        workers.execute(() -> runs++);

        assertThat(runs).isEqualTo(1);
    }
}
