package io.rbfly.simulation.world;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * An event loop that runs when it is its turn. Code runs "in the event loop" only during a turn, so that code which
 * runs on an executor of the application is told apart, although there is only one thread.
 */
public final class SimulatedLoop extends AbstractScheduledEventExecutor implements EventLoop, Actor {
    private final World world;
    private final String name;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private long blockedUntil;

    private final Future<?> termination = newPromise(); // it ends with the run

    /** Creates a loop that takes part in a world. */
    public SimulatedLoop(World world, String name) {
        this.world = world;
        this.name = name;
        world.add(this);
    }

    /** Lets no task run for a time, as if one took that long; other actors go on. */
    public void block(Duration duration) {
        blockedUntil = world.nanoTime() + duration.toNanos();
    }

    /** The time until which no task could run at last. */
    public long blockedUntil() {
        return blockedUntil;
    }

    @Override
    public boolean hasWork() {
        return world.nanoTime() >= blockedUntil && (!tasks.isEmpty() || nextDeadline() <= world.nanoTime());
    }

    @Override
    public long nextDeadline() {
        long deadline = nextScheduledTaskDeadlineNanos();
        long next = deadline < 0 ? World.NEVER : deadline;
        return world.nanoTime() >= blockedUntil ? next : Math.max(blockedUntil, tasks.isEmpty() ? next : 0);
    }

    @Override
    public void turn() {
        for (Runnable due = pollScheduledTask(world.nanoTime());
                due != null;
                due = pollScheduledTask(world.nanoTime())) {
            tasks.add(due);
        }
        for (int count = tasks.size(); count > 0; count--) {
            try {
                tasks.remove().run();
            } catch (Throwable e) {
                world.failed(e);
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Ticker ticker() {
        return world;
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return world.current() == this;
    }

    @Override
    public EventLoopGroup parent() {
        return (EventLoopGroup) super.parent();
    }

    @Override
    public EventLoop next() {
        return this;
    }

    @Override
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Deprecated
    @Override
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    public boolean isShuttingDown() {
        return false;
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException("shared by all channels of the run");
    }

    @Override
    public Future<?> terminationFuture() {
        return termination;
    }

    @Deprecated
    @Override
    public void shutdown() {
        throw new UnsupportedOperationException("shared by all channels of the run");
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }

    @Override
    public String toString() {
        return name;
    }
}
