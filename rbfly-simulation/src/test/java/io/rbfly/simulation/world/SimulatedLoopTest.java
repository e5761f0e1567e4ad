package io.rbfly.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SimulatedLoopTest {
    private static final long SECOND = 1_000_000_000L;

    private final World world = new World(new SplittableRandom(1), 1_000, null);
    private final SimulatedLoop loop = new SimulatedLoop(world, "loop");
    private final SimulatedLoop other = new SimulatedLoop(world, "other");
    private final SimulatedPool pool = new SimulatedPool(world, new SplittableRandom(2), 0);

    private void run() {
        world.runUntil(() -> false, world.nanoTime() + SECOND);
    }

    @Test
    void codeIsInTheEventLoopDuringItsTurnOnly() {
        List<Boolean> inLoop = new ArrayList<>();
        inLoop.add(loop.inEventLoop());
        loop.execute(() -> inLoop.add(loop.inEventLoop()));
        run();
        other.execute(() -> inLoop.add(loop.inEventLoop()));
        run();
        pool.execute(() -> inLoop.add(loop.inEventLoop()));
        run();
        world.at(0, () -> inLoop.add(loop.inEventLoop()));
        run();

        assertThat(inLoop).containsExactly(false, true, false, false, false);
    }

    @Test
    void whatIsSubmittedDuringATurnWaitsForTheNext() {
        List<Long> steps = new ArrayList<>();
        loop.execute(() -> loop.execute(() -> steps.add(world.steps())));
        run();

        assertThat(steps).containsExactly(2L);
    }

    @Test
    void tasksRunInOrderAndWhenTheirTimeComes() {
        List<String> ran = new ArrayList<>();
        loop.schedule(() -> ran.add("later at " + world.nanoTime() / 1_000_000), 20, TimeUnit.MILLISECONDS);
        loop.execute(() -> ran.add("first"));
        loop.execute(() -> ran.add("second"));
        run();

        assertThat(ran).containsExactly("first", "second", "later at 20");
    }

    @Test
    void aCancelledTaskDoesNotRun() {
        List<String> ran = new ArrayList<>();
        var task = loop.schedule(() -> ran.add("cancelled"), 20, TimeUnit.MILLISECONDS);
        loop.execute(() -> task.cancel(false));
        run();

        assertThat(ran).isEmpty();
    }

    @Test
    void aFailureIsRememberedAndOtherTasksGoOn() {
        IllegalStateException failure = new IllegalStateException();
        List<String> ran = new ArrayList<>();
        loop.execute(() -> {
            throw failure;
        });
        loop.execute(() -> ran.add("next"));
        run();

        assertThat(world.failures()).containsExactly(failure);
        assertThat(ran).containsExactly("next");
    }
}
