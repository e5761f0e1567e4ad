package io.rbfly.client.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    /** Time stands still. */
    private final Timer timer = new Timer() {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Scheduled schedule(Duration delay, Runnable task) {
            throw new IllegalStateException("not expected");
        }
    };

    @AfterEach
    void close() {
        pool.shutdownNow();
    }

    @Test
    void runsInOrderAndNeverTwoAtOnceOverAPool() throws Exception {
        SerialExecutor serial = new SerialExecutor.Over(pool, pool, timer);
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
    void aTaskFromInsideAnotherRunsImmediately() {
        SerialExecutor serial = new SerialExecutor.Over(Runnable::run, pool, timer);
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
        SerialExecutor serial = new SerialExecutor.Over(Runnable::run, pool, timer);
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
    void othersOnTheSameThreadGetTheirTurnWhileTasksKeepComing() throws Exception {
        ExecutorService single = Executors.newSingleThreadExecutor();
        try {
            SerialExecutor serial = new SerialExecutor.Over(single, single, timer);
            AtomicBoolean served = new AtomicBoolean();
            CompletableFuture<Integer> rounds = new CompletableFuture<>();
            serial.execute(() -> {
                single.execute(() -> served.set(true));
                again(serial, served, 1, rounds);
            });

            assertThat(rounds.get(10, TimeUnit.SECONDS)).isLessThanOrEqualTo(TimeSlice.MAX_STEPS + 1);
        } finally {
            single.shutdownNow();
        }
    }

    /** A task that is behind itself again, until others were served. */
    private static void again(
            SerialExecutor serial, AtomicBoolean served, int round, CompletableFuture<Integer> rounds) {
        if (served.get()) {
            rounds.complete(round);
        } else {
            serial.executeLater(() -> again(serial, served, round + 1, rounds));
        }
    }

    @Test
    void aTaskThatYieldsLetsOthersRunFirst() throws Exception {
        ExecutorService single = Executors.newSingleThreadExecutor();
        try {
            SerialExecutor serial = new SerialExecutor.Over(single, single, timer);
            List<String> order = new CopyOnWriteArrayList<>();
            CountDownLatch done = new CountDownLatch(1);
            serial.execute(() -> {
                single.execute(() -> order.add("other"));
                serial.yieldTo(() -> {
                    order.add("next");
                    done.countDown();
                });
                order.add("end");
            });

            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(order).containsExactly("end", "other", "next");
        } finally {
            single.shutdownNow();
        }
    }

    @Test
    void aDirectExecutorDoesNotRecurseAndLeavesTheThread() throws Exception {
        List<Runnable> elsewhere = new ArrayList<>();
        SerialExecutor serial = new SerialExecutor.Over(Runnable::run, elsewhere::add, timer);
        AtomicInteger rounds = new AtomicInteger();
        serial.execute(() -> yieldFor(serial, rounds));

        assertThat(rounds).hasValue(1);
        for (int i = 0; i < 100_000 && !elsewhere.isEmpty(); i++) {
            elsewhere.remove(0).run();
        }
        assertThat(rounds).hasValue(50_000);
    }

    private static void yieldFor(SerialExecutor serial, AtomicInteger rounds) {
        if (rounds.incrementAndGet() < 50_000) {
            serial.yieldTo(() -> yieldFor(serial, rounds));
        }
    }

    @Test
    void tasksThatAPoolHasLostRunInTheCallingThread() {
        List<Runnable> lost = new ArrayList<>();
        SerialExecutor serial = new SerialExecutor.Over(lost::add, pool, timer);
        List<String> ran = new ArrayList<>();
        serial.execute(() -> ran.add("first"));
        serial.execute(() -> ran.add("second"));

        serial.runLost();
        lost.forEach(Runnable::run);

        assertThat(ran).containsExactly("first", "second");
    }
}
