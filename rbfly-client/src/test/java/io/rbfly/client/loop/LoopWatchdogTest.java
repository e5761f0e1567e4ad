package io.rbfly.client.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import io.rbfly.testkit.blocking.BlocksLoop;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@BlocksLoop
class LoopWatchdogTest {
    private static final Duration THRESHOLD = Duration.ofMillis(50);

    private final EventLoop loop = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory()).next();
    private final Logger logger = Logger.getLogger(LoopWatchdog.class.getName());
    private final BlockingQueue<String> logged = new LinkedBlockingQueue<>();
    private final BlockingQueue<Duration> blocks = new LinkedBlockingQueue<>();
    private final CompletableFuture<List<StackTraceElement>> stack = new CompletableFuture<>();
    private final LoopWatchdog watchdog = LoopWatchdog.watch(loop, THRESHOLD, (blocked, seen) -> {
        blocks.add(blocked);
        stack.complete(seen);
    });
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(
                    record.getParameters() == null
                            ? record.getMessage()
                            : MessageFormat.format(record.getMessage(), record.getParameters()));
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
        watchdog.stop();
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        loop.parent().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Lets the watchdog see the loop's thread; a loop that never ran has none. */
    private void warmUp() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        loop.schedule(ran::countDown, 2 * THRESHOLD.toMillis(), TimeUnit.MILLISECONDS);
        ran.await();
    }

    private void holdTheLoop(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aBlockIsLoggedOnceWithTheMethodThatBlocksAndOnceWhenItIsOver() throws Exception {
        warmUp();
        CountDownLatch release = new CountDownLatch(1);
        loop.execute(() -> holdTheLoop(release));

        String warning = logged.poll(10, TimeUnit.SECONDS);
        assertThat(warning).contains("event loop blocked for").contains("holdTheLoop");
        assertThat(logged.poll(4 * THRESHOLD.toMillis(), TimeUnit.MILLISECONDS))
                .as("a second warning for the same block")
                .isNull();
        assertThat(blocks).as("told before it is over").isEmpty();
        release.countDown();

        assertThat(logged.poll(10, TimeUnit.SECONDS)).contains("again");
        assertThat(blocks.poll(10, TimeUnit.SECONDS)).isGreaterThan(THRESHOLD.multipliedBy(4));
        assertThat(stack.join())
                .anySatisfy(element -> assertThat(element.getMethodName()).isEqualTo("holdTheLoop"));
    }

    @Test
    void aSecondBlockIsLoggedAgain() throws Exception {
        warmUp();
        for (int i = 0; i < 2; i++) {
            CountDownLatch release = new CountDownLatch(1);
            loop.execute(() -> holdTheLoop(release));
            assertThat(logged.poll(10, TimeUnit.SECONDS)).contains("blocked for");
            release.countDown();
            assertThat(logged.poll(10, TimeUnit.SECONDS)).contains("again");
        }
    }

    @Test
    void aLoopThatIsFreeIsNotBlamed() throws Exception {
        warmUp();
        warmUp();

        assertThat(logged).isEmpty();
        assertThat(blocks).isEmpty();
    }

    @Test
    void nothingIsWatchedAfterStop() throws Exception {
        warmUp();
        watchdog.stop();
        CountDownLatch release = new CountDownLatch(1);
        loop.execute(() -> holdTheLoop(release));

        assertThat(logged.poll(4 * THRESHOLD.toMillis(), TimeUnit.MILLISECONDS)).isNull();
        release.countDown();
    }
}
