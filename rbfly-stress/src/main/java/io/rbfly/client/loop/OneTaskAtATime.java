package io.rbfly.client.loop;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Tasks that two threads give to a serial executor all run, and never two at once. */
@JCStressTest
@Outcome(id = "4", expect = Expect.ACCEPTABLE, desc = "each task has run, and saw what those before it did")
@Outcome(expect = Expect.FORBIDDEN, desc = "a task was lost, or two ran at once")
@State
public class OneTaskAtATime {
    private final SerialExecutor executor = new SerialExecutor.Over(Runnable::run, Runnable::run, new RealTimer());
    /** Neither volatile nor atomic: it is right only when the tasks are ordered. */
    private int count;

    @Actor
    public void first() {
        executor.execute(this::increment);
        executor.execute(this::increment);
    }

    @Actor
    public void second() {
        executor.execute(this::increment);
        executor.execute(this::increment);
    }

    @Arbiter
    public void result(I_Result result) {
        result.r1 = count;
    }

    private void increment() {
        count++;
    }

    /** Reads the clock and schedules nothing. */
    private static final class RealTimer implements Timer {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Scheduled schedule(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }
    }
}
