package io.rbfly.client.subscribe.offset;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.StreamUri;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PendingOffsetsTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Connection connection = new Connection(
            "c", new Address("h", 1), channel, new NoTime(), ClientSettings.of(StreamUri.parse("rabbitmq-stream://")));
    private final PendingOffsets offsets = new PendingOffsets("s");
    private final CompletableFuture<Void> stored = new CompletableFuture<>();
    private final ClosedException end = new ClosedException("closed");

    /** Nothing happens in time. */
    private static final class NoTime implements Timer {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Scheduled schedule(Duration delay, Runnable task) {
            return () -> {};
        }
    }

    @Test
    void anOffsetThatMayYetBeConfirmedWaitsAfterTheEnd() {
        offsets.connected(connection);
        offsets.store("r", 7, stored);
        channel.runPendingTasks();
        offsets.end(end);

        assertThat(stored).isNotDone();
    }

    @Test
    void anOffsetForWhichNoQueryCouldBeSentFailsWithTheEnd() {
        offsets.connected(connection);
        connection.fail("lost", null);
        offsets.store("r", 7, stored);
        channel.runPendingTasks();
        assertThat(stored)
                .as("it is sent on another connection, if there will be one")
                .isNotDone();

        offsets.end(end); // before it is told that the connection is lost
        assertThat(stored).isCompletedExceptionally();
        assertThat(stored.handle((nothing, error) -> error)).isCompletedWithValue(end);
    }
}
