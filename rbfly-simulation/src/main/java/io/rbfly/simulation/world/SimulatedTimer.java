package io.rbfly.simulation.world;

import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The time of a client: that of the world, on the loop of the client. */
public final class SimulatedTimer implements Timer {
    private final World world;
    private final SimulatedLoop loop;

    /** Creates the time of a client. */
    public SimulatedTimer(World world, SimulatedLoop loop) {
        this.world = world;
        this.loop = loop;
    }

    @Override
    public long nanoTime() {
        return world.nanoTime();
    }

    @Override
    public long currentTimeMillis() {
        return world.currentTimeMillis();
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable task) {
        Future<?> future = loop.schedule(task, Timer.nanos(delay), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }
}
