package io.rbfly.client.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(4);

    @AfterEach
    void close() {
        pool.shutdownNow();
    }

    @Test
    void runsInOrderAndNeverTwoAtOnceOverAPool() throws Exception {
        SerialExecutor serial = new SerialExecutor.Over(pool);
        List<Integer> order = new ArrayList<>(); // not safe for threads: that is what is tested
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(10_000);
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            serial.execute(() -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                order.add(number);
                inside.decrementAndGet();
                done.countDown();
            });
        }

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(1);
        assertThat(order)
                .containsExactlyElementsOf(IntStream.range(0, 10_000).boxed().toList());
    }

    @Test
    void aTaskFromInsideAnotherRunsAtOnce() {
        SerialExecutor serial = new SerialExecutor.Over(Runnable::run);
        List<String> order = new ArrayList<>();

        serial.execute(() -> {
            order.add("begin");
            serial.execute(() -> order.add("inside"));
            order.add("end");
        });

        assertThat(order).containsExactly("begin", "inside", "end");
        assertThat(serial.isCurrent()).isFalse();
    }

    @Test
    void aTaskThatThrowsDoesNotStopThoseAfterIt() {
        SerialExecutor serial = new SerialExecutor.Over(Runnable::run);
        List<String> ran = new ArrayList<>();
        serial.execute(() -> {
            throw new IllegalStateException("expected");
        });
        serial.execute(() -> {
            throw new StackOverflowError("expected");
        });

        serial.execute(() -> ran.add("after"));

        assertThat(ran).containsExactly("after");
    }

    @Test
    void anExecutorThatRefusesOnceIsAskedAgain() {
        AtomicInteger calls = new AtomicInteger();
        SerialExecutor serial = new SerialExecutor.Over(task -> {
            if (calls.getAndIncrement() == 0) {
                throw new RejectedExecutionException("expected");
            }
            task.run();
        });
        List<String> ran = new ArrayList<>();
        assertThatThrownBy(() -> serial.execute(() -> ran.add("first"))).isInstanceOf(RejectedExecutionException.class);

        serial.execute(() -> ran.add("second"));

        assertThat(ran).endsWith("second");
    }
}
