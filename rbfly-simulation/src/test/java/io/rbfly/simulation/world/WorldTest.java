package io.rbfly.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorldTest {
    private static final long SECOND = 1_000_000_000L;

    private final World world = world(1);
    private final List<String> happened = new ArrayList<>();

    private static World world(long seed) {
        return new World(new SplittableRandom(seed), 1_000, null);
    }

    @Test
    void eventsHappenInTheOrderOfTheirTimes() {
        world.after(Duration.ofMillis(2), () -> happened.add("third"));
        world.after(Duration.ofMillis(1), () -> happened.add("first"));
        world.after(Duration.ofMillis(1), () -> happened.add("second"));

        world.runUntil(() -> false, SECOND);

        assertThat(happened).containsExactly("first", "second", "third");
        assertThat(world.nanoTime()).isEqualTo(SECOND);
    }

    @Test
    void timeMovesToTheNextEventWhenNobodyHasWork() {
        long start = world.nanoTime();
        List<Long> times = new ArrayList<>();
        world.after(Duration.ofMillis(500), () -> times.add(world.nanoTime() - start));

        world.runUntil(() -> !times.isEmpty(), SECOND);

        assertThat(times).containsExactly(500_000_000L);
    }

    @Test
    void nothingHappensAfterTheLimit() {
        world.after(Duration.ofSeconds(2), () -> happened.add("too late"));

        assertThat(world.runUntil(() -> !happened.isEmpty(), SECOND)).isFalse();
        assertThat(world.nanoTime()).isEqualTo(SECOND);
    }

    @Test
    void whoeverAlwaysHasWorkDoesNotKeepItForEver() {
        SimulatedLoop loop = new SimulatedLoop(world, "loop");
        loop.execute(new Runnable() {
            @Override
            public void run() {
                world.spend(Duration.ofSeconds(1));
                loop.execute(this);
            }
        });

        assertThat(world.runUntil(() -> false, SECOND)).isFalse();
        assertThat(world.nanoTime()).isBetween(61 * SECOND, 63 * SECOND);
    }

    @Test
    void aTurnTakesTime() {
        SimulatedLoop loop = new SimulatedLoop(world, "loop");
        long start = world.nanoTime();
        loop.execute(() -> {});

        world.step(SECOND);

        assertThat(world.nanoTime() - start).isBetween(1L, 1_000L);
        assertThat(world.steps()).isEqualTo(1);
    }

    @Test
    void timeThatATaskSpendsPassesForAll() {
        SimulatedLoop busy = new SimulatedLoop(world, "busy");
        SimulatedLoop other = new SimulatedLoop(world, "other");
        List<Long> times = new ArrayList<>();
        busy.execute(() -> world.spend(Duration.ofMillis(100)));
        other.schedule(() -> times.add(world.nanoTime()), 10, TimeUnit.MILLISECONDS);

        world.runUntil(() -> !times.isEmpty(), SECOND);

        assertThat(times.get(0)).isGreaterThanOrEqualTo(100_000_000L);
    }

    @Test
    void theSeedDecidesWhoseTurnItIs() {
        List<String> orders = new ArrayList<>();
        for (long seed = 0; seed < 20; seed++) {
            assertThat(order(seed)).isEqualTo(order(seed));
            orders.add(order(seed));
        }
        assertThat(orders).contains("abc", "acb", "bac", "bca", "cab", "cba");
    }

    private static String order(long seed) {
        World fresh = world(seed);
        StringBuilder order = new StringBuilder();
        for (String name : List.of("a", "b", "c")) {
            new SimulatedLoop(fresh, name).execute(() -> order.append(name));
        }
        fresh.runUntil(() -> false, SECOND);
        return order.toString();
    }

    @Test
    void theHashTellsRunsApart() {
        assertThat(hash(1, "a")).isEqualTo(hash(1, "a")).isNotEqualTo(hash(1, "b"));
    }

    private static long hash(long seed, String event) {
        World fresh = world(seed);
        fresh.trace().event(event.hashCode(), () -> {
            throw new AssertionError("nobody reads the text");
        });
        return fresh.trace().hash();
    }
}
