package io.rbfly.client.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.connection.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PooledConnectionTest {
    private final List<String> told = new ArrayList<>();
    private final PooledConnectionListener listener = new PooledConnectionListener() {
        @Override
        public void connected(Connection connection) {
            told.add("connected");
        }

        @Override
        public void unreachable(StreamException cause) {
            told.add("unreachable: " + cause.getMessage());
        }

        @Override
        public void disconnected(StreamException cause) {
            told.add("disconnected");
        }

        @Override
        public void abandoned(StreamException cause) {
            told.add("abandoned");
        }
    };

    private final PooledConnection connection =
            new PooledConnection(ConnectionRole.READING, new Address("a", 5552), null, "name", 10);

    @Test
    void whoIsAttachedIsToldOnceThatItCannotBeOpened() {
        connection.attach(listener);
        connection.failed(new ClosedException("expected"));

        assertThat(told).containsExactly("unreachable: expected");
    }

    @Test
    void whoIsAttachedAfterThatIsTold() {
        connection.failed(new ClosedException("expected"));
        connection.attach(listener);

        assertThat(told).containsExactly("unreachable: expected");
    }
}
