package io.rbfly.client.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.netty.channel.EventLoop;
import io.rbfly.client.support.Loops;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopTimerTest {
    /** So that a call with a timeout which meets the end of its client fails by the client's end, not by this. */
    @Test
    void aLoopThatHasEndedRunsAndLogsNothing() throws Exception {
        EventLoop loop = Loops.local();
        loop.parent().shutdownGracefully(0, 1, TimeUnit.SECONDS);
        assertThat(loop.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        new LoopTimer(loop).schedule(Duration.ofMillis(1), () -> fail("ran")).cancel();
    }
}
