package io.rbfly.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.StreamUri;
import io.rbfly.client.loop.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An error inside the client is distinguished from one of the network. */
class DefectTest {
    private final Logger logger = Logger.getLogger(Connection.class.getName());
    private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
    }

    private static CloseReason reasonAfter(Throwable error) {
        EmbeddedChannel channel = new EmbeddedChannel();
        Connection connection = new Connection(
                "c",
                new Address("h", 1),
                channel,
                new NoTime(),
                ClientSettings.of(StreamUri.parse("rabbitmq-stream://")));
        channel.pipeline().addLast(new FrameHandler(connection));
        channel.pipeline().fireExceptionCaught(error);
        channel.runPendingTasks();
        return connection.closed().join();
    }

    @Test
    void anErrorInsideTheClientIsLoggedWithItsStackAndOneOfTheNetworkIsNot() {
        NullPointerException defect = new NullPointerException("expected: a defect");

        CloseReason reason = reasonAfter(defect);

        assertThat(reason.byPeer()).isFalse();
        assertThat(reason.cause())
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("error inside the client")
                .hasCause(defect);
        assertThat(logged).singleElement().satisfies(record -> {
            assertThat(record.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(record.getThrown()).isSameAs(defect);
        });
    }

    static List<Throwable> errorsOfTheNetwork() {
        return List.of(
                new IOException("reset"), new SSLException("closed"), new DecoderException(new SSLException("x")));
    }

    @ParameterizedTest
    @MethodSource("errorsOfTheNetwork")
    void anErrorOfTheNetworkIsThePeers(Throwable error) {
        assertThat(reasonAfter(error).byPeer()).isTrue();
        assertThat(logged).isEmpty();
    }

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
}
