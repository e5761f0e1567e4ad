package io.rbfly.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SimulatedPoolTest {
    private static final int TASKS = 1_000;

    private final World world = new World(new SplittableRandom(1), 1_000, null);

    private SimulatedPool pool(long seed, double rejection) {
        return new SimulatedPool(world, new SplittableRandom(seed), rejection);
    }

    private void run() {
        world.runUntil(() -> false, world.nanoTime() + 1_000_000_000L);
    }

    @Test
    void tasksRunInAnyOrderOneInATurn() {
        Set<List<String>> orders = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            SimulatedPool pool = pool(seed, 0);
            List<String> ran = new ArrayList<>();
            List.of("a", "b", "c").forEach(name -> pool.execute(() -> ran.add(name)));
            long before = world.steps();
            run();

            assertThat(world.steps() - before).isEqualTo(3);
            assertThat(ran).containsExactlyInAnyOrder("a", "b", "c");
            orders.add(ran);
        }
        assertThat(orders).hasSize(6);
    }

    @Test
    void someTasksAreRejectedAndTheOthersRun() {
        SimulatedPool pool = pool(1, 0.2);
        int rejected = 0;
        List<String> ran = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            try {
                pool.execute(() -> ran.add(""));
            } catch (RejectedExecutionException e) {
                rejected++;
            }
        }
        run();

        assertThat(rejected).isBetween(TASKS / 10, TASKS * 3 / 10);
        assertThat(ran).hasSize(TASKS - rejected);
        assertThat(pool.rejects()).isTrue();
        assertThat(pool(1, 0).rejects()).isFalse();
    }

    @Test
    void aFailureIsRemembered() {
        IllegalStateException failure = new IllegalStateException();
        pool(1, 0).execute(() -> {
            throw failure;
        });
        run();

        assertThat(world.failures()).containsExactly(failure);
    }
}
