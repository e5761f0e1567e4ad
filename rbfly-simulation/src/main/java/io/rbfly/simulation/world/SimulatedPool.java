package io.rbfly.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

/** An executor of an application with several threads: it runs tasks in any order, and may reject some. */
public final class SimulatedPool implements Executor, Actor {
    private final World world;
    private final RandomGenerator random;
    private final double rejection;
    private final List<Runnable> tasks = new ArrayList<>();

    /** @param rejection the part of tasks that it rejects, 0 to 1 */
    public SimulatedPool(World world, RandomGenerator random, double rejection) {
        this.world = world;
        this.random = random;
        this.rejection = rejection;
        world.add(this);
    }

    /** Whether tasks may run elsewhere, since they were rejected. */
    public boolean rejects() {
        return rejection > 0;
    }

    @Override
    public void execute(Runnable task) {
        if (rejection > 0 && random.nextDouble() < rejection) {
            throw new RejectedExecutionException("simulated");
        }
        tasks.add(task);
    }

    @Override
    public boolean hasWork() {
        return !tasks.isEmpty();
    }

    @Override
    public long nextDeadline() {
        return World.NEVER;
    }

    @Override
    public void turn() {
        int last = tasks.size() - 1;
        int drawn = random.nextInt(tasks.size());
        Runnable task = tasks.set(drawn, tasks.get(last));
        tasks.remove(last);
        try {
            task.run();
        } catch (Throwable e) {
            world.failed(e);
        }
    }
}
