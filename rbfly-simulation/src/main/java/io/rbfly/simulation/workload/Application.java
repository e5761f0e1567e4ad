package io.rbfly.simulation.workload;

import io.rbfly.client.StreamsClient;
import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.watch.ClientWatch;
import io.rbfly.simulation.world.Actor;
import io.rbfly.simulation.world.SimulatedLoop;
import io.rbfly.simulation.world.SimulatedPool;
import io.rbfly.simulation.world.World;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The application of one client: a thread of its own, and the executor on which the client calls it.
 *
 * @param world the run
 * @param client the client
 * @param watch what is seen of the client
 * @param thread the application's thread
 * @param loop the client's event loop
 * @param pool where callbacks run; null for the event loop
 * @param direct whether callbacks run in the thread that submits them, so that no thread is wrong
 * @param streams what is stored in each stream
 * @param findings what must not happen
 * @param pending the futures that are not complete
 * @param permitted the outcomes that are permitted
 */
public record Application(
        World world,
        StreamsClient client,
        ClientWatch watch,
        SimulatedLoop thread,
        SimulatedLoop loop,
        @Nullable SimulatedPool pool,
        boolean direct,
        List<StoredMessages> streams,
        Findings findings,
        PendingFutures pending,
        Permitted permitted) {
    /** Takes the outcome of a future where the client reports it, and checks that this is the right thread. */
    public <T extends @Nullable Object> void await(
            String what, CompletableFuture<T> future, BiConsumer<? super T, ? super @Nullable Throwable> outcome) {
        boolean already = future.isDone();
        pending.add(what, future);
        future.whenComplete((value, error) -> {
            if (!already) {
                checkThread(what);
            }
            outcome.accept(value, error);
        });
    }

    /** Checks that the client has called the application where it promises to. */
    public void checkThread(String what) {
        Actor current = world.current();
        boolean right = direct
                || current == thread // completed by a call of the application itself
                || (pool == null ? current == loop : current == pool || pool.rejects() && current == loop);
        findings.check(right, "callbacks run on the callback executor", () -> what + " on " + current);
    }
}
