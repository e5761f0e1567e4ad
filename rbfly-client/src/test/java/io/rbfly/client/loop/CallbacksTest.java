package io.rbfly.client.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CallbacksTest {
    private final EventLoop loop = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory()).next();

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
        Callbacks callbacks = new Callbacks(loop, task -> CallbacksTest.<RuntimeException>fail(failure));
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

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void fail(Throwable failure) throws T {
        throw (T) failure;
    }
}
