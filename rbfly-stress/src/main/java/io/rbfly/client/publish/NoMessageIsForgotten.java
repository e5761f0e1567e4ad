package io.rbfly.client.publish;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.publish.frame.InFlightWindow;
import io.rbfly.client.publish.frame.MessageEncoding;
import io.rbfly.client.publish.frame.OutgoingFrame;
import io.rbfly.client.publish.outcome.SendFuture;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A sender adds a message while the event loop takes what is there: either the loop finds the message, or it is woken
 * for it.
 */
@JCStressTest
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "the loop found both messages")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "the loop found both, and will look once more")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "the loop is woken for the second message")
@Outcome(expect = Expect.FORBIDDEN, desc = "a message waits that nobody will look for, or came twice")
@State
public class NoMessageIsForgotten {
    private static final PublisherOptions AT_ONCE = PublisherOptions.DEFAULT.withMaxFrameDelay(Duration.ZERO);

    private final AtomicInteger wakeups = new AtomicInteger();
    private final OutgoingBatch batch = new OutgoingBatch(
            AT_ONCE,
            UnpooledByteBufAllocator.DEFAULT,
            new NoTimer(),
            () -> false,
            wakeups::incrementAndGet,
            null,
            Runnable::run,
            null);
    private final InFlightWindow window = new InFlightWindow(100, 1 << 20);
    private int taken;

    /** The loop was woken for a first message. */
    public NoMessageIsForgotten() {
        batch.frameLimit(1 << 20);
        add();
    }

    private void add() {
        batch.add(MessageEncoding.RAW, new byte[] {1}, null, new SendFuture(() -> false));
    }

    @Actor
    public void sender() {
        add();
    }

    @Actor
    public void loop() {
        for (OutgoingFrame frame = batch.poll(window); frame != null; frame = batch.poll(window)) {
            taken += frame.slots().count();
            frame.release();
        }
    }

    @Arbiter
    public void result(II_Result result) {
        result.r1 = taken;
        result.r2 = wakeups.get();
        batch.takeWhile(frame -> true).forEach(OutgoingFrame::release);
        batch.end(new ClosedException("over")).run();
    }

    /** Time stands still. */
    private static final class NoTimer implements Timer {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Scheduled schedule(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }
    }
}
