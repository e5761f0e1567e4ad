package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.support.Loops;
import io.rbfly.client.support.Scene;
import io.rbfly.testkit.blocking.BlockedLoops;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether a blocked event loop would be noticed at all, in this whole suite. */
class BlockedLoopTest {
    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aHandlerThatWaitsOnTheLoopIsNoticed() {
        Loops.run(scene.loop, () -> LockSupport.parkNanos(1));
        assertThat(BlockedLoops.take()).singleElement().satisfies(call -> {
            assertThat(call).hasMessageContaining("park").hasMessageContaining("EventLoop");
            assertThat(call.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().contains("BlockedLoopTest"));
        });
    }

    @Test
    @Timeout(10)
    void aFutureThatIsAwaitedOnTheLoopIsNoticed() {
        CompletableFuture<Void> late = new CompletableFuture<>();
        scene.loop.execute(() -> late.join()); // with a frame of ours, unlike a method reference
        List<Throwable> calls = List.of();
        while (calls.isEmpty() && !Thread.interrupted()) {
            calls = BlockedLoops.take();
        }
        late.complete(null);
        Loops.settle(scene.loop);
        BlockedLoops.take(); // it may have looked more than once
        assertThat(calls).allSatisfy(call -> assertThat(call).hasMessageContaining("park"));
    }

    @Test
    void waitingElsewhereIsAllowed() {
        LockSupport.parkNanos(1);
        assertThat(BlockedLoops.take()).isEmpty();
    }
}
