package io.rbfly.client.publish;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.publish.frame.MessageEncoding;
import io.rbfly.client.publish.frame.OutgoingFrame;
import io.rbfly.client.publish.outcome.SendFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A sender asks for room in its partition while another partition returns to their budget what it was lent: either the
 * sender finds the room, or it is told of it.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "there is room")
@Outcome(expect = Expect.FORBIDDEN, desc = "it waits for room that is there")
@State
public class NobodyWaitsForRoomThatIsThere {
    private static final PublisherOptions EIGHT = PublisherOptions.DEFAULT.withMaxUnconfirmed(8);

    private final PublisherBudget budget = new PublisherBudget(EIGHT);
    private final PublisherBudget.Shares other;
    private final OutgoingBatch batch;
    private CompletableFuture<Void> room = new CompletableFuture<>();

    /** The sender has one message, which is what is guaranteed, and the other partition has all the rest. */
    public NobodyWaitsForRoomThatIsThere() {
        budget.partitions(2);
        other = budget.join(() -> {}, () -> {});
        batch = new OutgoingBatch(
                EIGHT,
                UnpooledByteBufAllocator.DEFAULT,
                new NoTimer(),
                () -> false,
                () -> {},
                null,
                Runnable::run,
                budget.join(() -> {}, this::granted));
        batch.frameLimit(1 << 20);
        batch.add(MessageEncoding.RAW, new byte[] {1}, null, new SendFuture(() -> false));
        other.accepted().raise(7, 0, false);
    }

    private void granted() {
        Runnable due = batch.granted();
        if (due != null) {
            due.run();
        }
    }

    @Actor
    public void sender() {
        room = batch.room();
    }

    @Actor
    public void loop() {
        other.accepted().lower(0, 0);
        other.wakeOthers();
    }

    @Arbiter
    public void result(I_Result result) {
        result.r1 = room.isDone() ? 1 : 0;
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
