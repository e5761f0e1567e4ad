package io.rbfly.client.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.rbfly.client.support.Loops;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CallbacksTest {
    private final EventLoop loop = Loops.local();

    @AfterEach
    void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new RejectedExecutionException("full"),
                new IllegalStateException("shut down"),
                new OutOfMemoryError("unable to create native thread"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatAnExecutorFailsToTakeRunsOnTheEventLoop(Throwable failure) throws Exception {
        Callbacks callbacks = callbacks(task -> CallbacksTest.<RuntimeException>fail(failure));
        CompletableFuture<Boolean> direct = new CompletableFuture<>();
        CompletableFuture<Boolean> serial = new CompletableFuture<>();
        CompletableFuture<Boolean> exposed =
                callbacks.expose(CompletableFuture.completedFuture("value")).thenApply(value -> loop.inEventLoop());

        callbacks.execute(() -> direct.complete(loop.inEventLoop()));
        callbacks.serial().execute(() -> serial.complete(loop.inEventLoop()));

        for (CompletableFuture<Boolean> future : List.of(direct, serial)) {
            assertThat(future.get(10, TimeUnit.SECONDS)).isTrue();
        }
        exposed.get(10, TimeUnit.SECONDS); // where it completes depends on whether it was complete when asked
    }

    @Test
    void aTaskThatThrowsInADirectExecutorRunsOnce() {
        Callbacks callbacks = callbacks(Runnable::run);
        AtomicInteger runs = new AtomicInteger();

        callbacks.execute(() -> {
            runs.incrementAndGet();
            throw new IllegalStateException("expected");
        });

        assertThat(runs).hasValue(1);
        assertThat(afterTheLoop(runs::get)).isEqualTo(1);
    }

    @Test
    void aTaskRunsOnceWhenTheExecutorTakesItAndThenFails() {
        List<Runnable> taken = new ArrayList<>();
        Callbacks callbacks = callbacks(task -> {
            taken.add(task);
            throw new RejectedExecutionException("expected");
        });
        AtomicInteger runs = new AtomicInteger();

        callbacks.execute(runs::incrementAndGet);
        taken.forEach(Runnable::run);

        assertThat(afterTheLoop(runs::get)).isEqualTo(1);
    }

    @Test
    void aTaskRunsOnceWhenTheExecutorRunsItTwice() {
        Callbacks callbacks = callbacks(task -> {
            task.run();
            task.run();
        });
        AtomicInteger runs = new AtomicInteger();

        callbacks.execute(runs::incrementAndGet);

        assertThat(runs).hasValue(1);
    }

    @Test
    void callbacksAfterTheEndOfTheLoopMayWaitForEachOther() throws Exception {
        Callbacks callbacks = new Callbacks(loop, new LoopTimer(loop), null);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        CompletableFuture<String> second = new CompletableFuture<>();
        CompletableFuture<String> first = new CompletableFuture<>();

        callbacks.execute(() -> first.complete(second.join()));
        callbacks.execute(() -> second.complete("done"));

        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("done");
    }

    @Test
    void tasksOfTheClientAfterTheEndOfTheLoopRunOneAtATime() throws Exception {
        Callbacks callbacks = new Callbacks(loop, new LoopTimer(loop), null);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        CompletableFuture<Boolean> onLoop = new CompletableFuture<>();

        callbacks.onLoop(() -> callbacks.onLoop(() -> onLoop.complete(callbacks.isOnLoop())));

        assertThat(onLoop.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(callbacks.isOnLoop()).isFalse();
    }

    private Callbacks callbacks(Executor executor) {
        return new Callbacks(loop, new LoopTimer(loop), executor);
    }

    /** What there is when the loop has run all that was given to it. */
    private <T> T afterTheLoop(Callable<T> task) {
        return loop.submit(task).syncUninterruptibly().getNow();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void fail(Throwable failure) throws T {
        throw (T) failure;
    }
}
