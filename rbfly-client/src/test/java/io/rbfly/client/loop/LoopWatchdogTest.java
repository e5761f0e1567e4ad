package io.rbfly.client.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.rbfly.client.support.Loops;
import io.rbfly.testkit.blocking.BlocksLoop;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@BlocksLoop
class LoopWatchdogTest {
    private static final Duration THRESHOLD = Duration.ofSeconds(2);
    private static final Duration INTERVAL = THRESHOLD.dividedBy(4);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualWatch time = new ManualWatch();
    private final Watched first = new Watched();
    private final Logger logger = Logger.getLogger(LoopWatchdog.class.getName());
    private final BlockingQueue<String> logged = new LinkedBlockingQueue<>();
    private @Nullable Runnable whenLogged;
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(
                    record.getParameters() == null
                            ? record.getMessage()
                            : MessageFormat.format(record.getMessage(), record.getParameters()));
            if (whenLogged != null) {
                whenLogged.run();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        first.close();
    }

    @Test
    void aBlockIsLoggedOnceWithTheMethodThatBlocksAndOnceWhenItIsOver() throws Exception {
        first.watch(THRESHOLD, time.watch);
        CountDownLatch release = first.hold();

        time.pass(THRESHOLD.plus(INTERVAL));
        assertThat(logged)
                .singleElement()
                .asString()
                .contains("blocked for 2,000 ms")
                .contains("holdTheLoop");
        time.pass(THRESHOLD.multipliedBy(4));
        assertThat(logged).as("warnings for one block").hasSize(1);
        assertThat(first.blocks).as("told before it is over").isEmpty();
        release.countDown();
        first.settle();

        assertThat(logged).element(1).asString().contains("again, after 10,000 ms");
        assertThat(first.blocks).containsExactly(THRESHOLD.multipliedBy(5));
        assertThat(first.stacks.get(0))
                .anySatisfy(element -> assertThat(element.getMethodName()).isEqualTo("holdTheLoop"));
    }

    @Test
    void aSecondBlockIsLoggedAgain() throws Exception {
        first.watch(THRESHOLD, time.watch);
        for (int i = 0; i < 2; i++) {
            CountDownLatch release = first.hold();
            time.pass(THRESHOLD.plus(INTERVAL));
            release.countDown();
            first.settle();
        }

        assertThat(logged).hasSize(4);
        assertThat(first.blocks).hasSize(2);
    }

    @Test
    void aLoopThatIsFreeIsNotReported() throws Exception {
        first.watch(THRESHOLD, time.watch);
        for (int i = 0; i < 20; i++) {
            time.pass(INTERVAL);
            first.settle();
        }

        assertThat(logged).isEmpty();
        assertThat(first.blocks).isEmpty();
        assertThat(first.pauses).isEmpty();
    }

    @Test
    void aPauseOfTheWholeJvmIsReportedAndNotAsABlock() throws Exception {
        first.watch(THRESHOLD, time.watch);
        time.pass(INTERVAL);
        first.settle();

        time.standStill(MINUTE);
        first.settle();

        assertThat(logged).singleElement().asString().contains("the whole JVM was paused for 60,000 ms");
        assertThat(first.pauses).containsExactly(MINUTE);
        assertThat(first.blocks).isEmpty();
    }

    @Test
    void aPauseIsNotReportedAsABlockOfCodeThatRanBriefly() throws Exception {
        first.watch(THRESHOLD, time.watch);
        CountDownLatch release = first.hold();
        time.pass(INTERVAL); // the probe waits now

        time.standStill(MINUTE);
        time.pass(INTERVAL);
        release.countDown();
        first.settle();

        assertThat(logged).singleElement().asString().contains("the whole JVM");
        assertThat(first.pauses).containsExactly(MINUTE);
        assertThat(first.blocks).isEmpty();
    }

    @Test
    void aPauseIsNoPartOfTheBlockInWhichItFalls() throws Exception {
        first.watch(THRESHOLD, time.watch);
        CountDownLatch release = first.hold();
        time.pass(THRESHOLD.plus(INTERVAL));

        time.standStill(MINUTE);
        time.pass(THRESHOLD);
        release.countDown();
        first.settle();

        assertThat(first.pauses).containsExactly(MINUTE);
        // One interval lies between the last look before the pause and the time at which the next was due.
        assertThat(first.blocks).containsExactly(THRESHOLD.multipliedBy(2).plus(INTERVAL));
    }

    @Test
    void aLoopThatRunsBeforeTheWatchdogAfterAPauseCountsItNeither() throws Exception {
        first.watch(THRESHOLD, time.watch);
        CountDownLatch release = first.hold();
        time.pass(THRESHOLD.plus(INTERVAL));

        time.standStillBeforeTheLook(MINUTE);
        release.countDown();
        first.settle();

        assertThat(first.blocks).containsExactly(THRESHOLD.plus(INTERVAL));
    }

    @Test
    void aShorterPauseIsNotReported() throws Exception {
        first.watch(THRESHOLD, time.watch);
        time.pass(INTERVAL);

        time.standStill(THRESHOLD.minusNanos(1));
        first.settle();

        assertThat(logged).isEmpty();
        assertThat(first.pauses).isEmpty();
    }

    @Test
    void consecutiveShortPausesAreNotReportedAsABlock() throws Exception {
        first.watch(THRESHOLD, time.watch);
        CountDownLatch release = first.hold();
        time.pass(INTERVAL);

        time.standStill(THRESHOLD.minusNanos(1));
        time.standStill(THRESHOLD.minusNanos(1));
        release.countDown();
        first.settle();

        assertThat(logged).isEmpty();
        assertThat(first.blocks).isEmpty();
    }

    @Test
    void aSlowLogHandlerIsNoPause() throws Exception {
        first.watch(THRESHOLD, time.watch);
        whenLogged = () -> time.nanos += MINUTE.toNanos();
        CountDownLatch release = first.hold();
        time.pass(THRESHOLD.plus(INTERVAL).plus(INTERVAL));
        whenLogged = null;
        release.countDown();
        first.settle();

        assertThat(logged).noneMatch(line -> line.contains("JVM"));
        assertThat(first.pauses).isEmpty();
    }

    @Test
    void aLogHandlerThatFailsDoesNotEndTheWatch() throws Exception {
        first.watch(THRESHOLD, time.watch);
        time.pass(INTERVAL);
        whenLogged = () -> {
            throw new IllegalStateException("on purpose");
        };
        try {
            time.standStill(MINUTE);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("on purpose");
        }
        whenLogged = null;

        time.standStill(MINUTE);
        first.settle();

        assertThat(first.pauses).contains(MINUTE);
    }

    @Test
    void onePauseIsLoggedOnceAndReportedToEachClient() throws Exception {
        Watched second = new Watched();
        try {
            first.watch(THRESHOLD, time.watch);
            second.watch(THRESHOLD.multipliedBy(2), time.watch);
            time.pass(INTERVAL);
            time.standStill(MINUTE);
            time.standStill(Duration.ofSeconds(3));
            first.settle();
            second.settle();

            assertThat(logged).hasSize(2);
            assertThat(first.pauses).containsExactly(MINUTE, Duration.ofSeconds(3));
            assertThat(second.pauses).containsExactly(MINUTE);
        } finally {
            second.close();
        }
    }

    @Test
    void aPauseBeforeASecondClientIsCreatedIsStillReported() throws Exception {
        Watched second = new Watched();
        try {
            first.watch(THRESHOLD, time.watch);
            time.standStillBeforeTheLook(MINUTE);
            second.watch(Duration.ofMillis(100), time.watch);
            time.look();
            first.settle();

            assertThat(first.pauses).containsExactly(MINUTE);
        } finally {
            second.close();
        }
    }

    @Test
    void aClientWithAShorterThresholdIsCheckedMoreOften() throws Exception {
        Watched second = new Watched();
        try {
            first.watch(THRESHOLD, time.watch);
            second.watch(Duration.ofMillis(100), time.watch);
            time.look();
            CountDownLatch release = second.hold();
            time.pass(Duration.ofMillis(150));
            release.countDown();
            second.settle();

            assertThat(second.blocks).isNotEmpty();
            assertThat(first.blocks).isEmpty();
        } finally {
            second.close();
        }
    }

    @Test
    void aLoopThatEndedDoesNotKeepOthersFromBeingWatched() throws Exception {
        Watched second = new Watched();
        second.watch(THRESHOLD, time.watch);
        second.loop.parent().shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        first.watch(THRESHOLD, time.watch);
        time.pass(INTERVAL);

        time.standStill(MINUTE);
        first.settle();

        assertThat(first.pauses).containsExactly(MINUTE);
    }

    @Test
    void acceptsNoLimitAsThreshold() throws Exception {
        first.watch(ChronoUnit.FOREVER.getDuration(), time.watch);
        time.pass(MINUTE);
        first.settle();

        assertThat(logged).isEmpty();
    }

    @Test
    void nothingIsWatchedAfterStop() throws Exception {
        LoopWatchdog watchdog = first.watch(THRESHOLD, time.watch);
        time.pass(INTERVAL);
        watchdog.stop();

        assertThat(time.isWatching()).isFalse();
    }

    @Test
    void theTimeBetweenTwoClientsIsNoPause() throws Exception {
        first.watch(THRESHOLD, time.watch).stop();
        time.nanos += MINUTE.toNanos();
        first.watch(THRESHOLD, time.watch);
        time.pass(INTERVAL);
        first.settle();

        assertThat(first.pauses).isEmpty();
    }

    @Test
    void theWatchOfTheProcessRunsByItself() throws Exception {
        LoopWatchdog watchdog = first.watch(Duration.ofMillis(200), Watch.OF_PROCESS);
        CountDownLatch release = first.hold();
        assertThat(awaitLogged("event loop blocked for")).contains("holdTheLoop");
        release.countDown();
        awaitLogged("event loop runs again");
        watchdog.stop();
    }

    /** The next line with some words; on a busy machine there may be pauses, too. */
    private String awaitLogged(String words) throws InterruptedException {
        String line;
        do {
            line = logged.poll(60, TimeUnit.SECONDS);
            assertThat(line).as("a line with '%s'", words).isNotNull();
        } while (!line.contains(words));
        return line;
    }

    private static void holdTheLoop(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A loop and what is reported about it. */
    private static final class Watched {
        private final EventLoop loop = Loops.local();
        private final List<Duration> blocks = new ArrayList<>();
        private final List<List<StackTraceElement>> stacks = new ArrayList<>();
        private final List<Duration> pauses = new ArrayList<>();
        private final List<CountDownLatch> releases = new ArrayList<>();

        LoopWatchdog watch(Duration threshold, Watch watch) throws InterruptedException {
            LoopWatchdog watchdog = LoopWatchdog.watch(
                    loop,
                    threshold,
                    (blocked, stack) -> {
                        blocks.add(blocked);
                        stacks.add(stack);
                    },
                    pauses::add,
                    watch);
            settle(); // only then does it know the loop's thread
            return watchdog;
        }

        /** Blocks the loop until the latch is counted down. */
        CountDownLatch hold() throws InterruptedException {
            CountDownLatch release = new CountDownLatch(1);
            CompletableFuture<Thread> held = new CompletableFuture<>();
            releases.add(release);
            loop.execute(() -> {
                held.complete(Thread.currentThread());
                holdTheLoop(release);
            });
            Thread holding = held.join();
            while (!isIn("holdTheLoop", holding)) {
                Thread.onSpinWait();
            }
            return release;
        }

        private static boolean isIn(String method, Thread thread) {
            return Arrays.stream(thread.getStackTrace())
                    .anyMatch(element -> element.getMethodName().equals(method));
        }

        /** Waits until the loop has run all its tasks. */
        void settle() throws InterruptedException {
            loop.submit(() -> {}).sync();
        }

        void close() {
            releases.forEach(CountDownLatch::countDown);
            loop.parent().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    /** A watch whose clock is moved by hand, and whose looks are made in the thread of the test. */
    private static final class ManualWatch {
        private final Watch watch = new Watch(() -> this.nanos, this::schedule);
        private volatile long nanos = Long.MAX_VALUE - 1; // a clock may begin anywhere, and wrap around
        private @Nullable Runnable due;
        private long dueNanos;

        private CompletableFuture<Void> schedule(Runnable task, long delayNanos) {
            due = task;
            dueNanos = nanos + delayNanos;
            CompletableFuture<Void> scheduled = new CompletableFuture<>();
            scheduled.whenComplete((nothing, cancelled) -> {
                if (due == task) {
                    due = null;
                }
            });
            return scheduled;
        }

        boolean isWatching() {
            return due != null;
        }

        void look() {
            Runnable look = due;
            assertThat(look).as("a look that is due").isNotNull();
            due = null;
            look.run();
        }

        /** Lets time pass with each look in time. */
        void pass(Duration duration) {
            long end = nanos + duration.toNanos();
            while (due != null && dueNanos - end <= 0) {
                nanos = Math.max(dueNanos - nanos, 0) + nanos;
                look();
            }
            nanos = Math.max(end - nanos, 0) + nanos;
        }

        /** Lets time pass in which nothing runs, from the moment when a look is due. */
        void standStillBeforeTheLook(Duration duration) {
            nanos = dueNanos + duration.toNanos();
        }

        void standStill(Duration duration) {
            standStillBeforeTheLook(duration);
            look();
        }
    }
}
