package io.rbfly.client.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalChannel;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.StreamUri;
import io.rbfly.client.config.Transport;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.LoopTimer;
import io.rbfly.client.recovery.Backoff;
import io.rbfly.client.recovery.RetryRounds;
import io.rbfly.client.support.Loops;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BootstrapConnectionTest {
    private final EventLoop loop = Loops.local();

    @AfterEach
    void close() {
        loop.parent().shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static Backoff backoff(RandomGenerator random) {
        return new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), random);
    }

    @Test
    void failedAttemptsLeaveNothingInMemory() {
        Transport nowhere = new Transport(
                loop,
                LocalChannel::new,
                address -> CompletableFuture.failedFuture(new UnknownHostException(address.host())),
                new LoopTimer(loop),
                new Random(1),
                true);
        ClientContext context = new ClientContext(
                nowhere,
                ClientSettings.of(StreamUri.parse("rabbitmq-stream://nowhere")),
                new Callbacks(loop, new LoopTimer(loop), null));
        ConnectionPool pool = new ConnectionPool(context);
        BootstrapConnection bootstrap =
                new BootstrapConnection(pool, new RetryRounds(nowhere.timer(), backoff(nowhere.random())), context);
        for (int i = 0; i < 100; i++) {
            assertThat(CompletableFuture.supplyAsync(() -> bootstrap.get(ConnectionRole.PUBLISHING), loop)
                            .thenCompose(connection -> connection))
                    .failsWithin(10, TimeUnit.SECONDS);
        }

        assertThat(pool.nextOpened().getNumberOfDependents()).isEqualTo(1);
    }
}
