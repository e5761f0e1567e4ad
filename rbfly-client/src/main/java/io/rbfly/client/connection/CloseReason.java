package io.rbfly.client.connection;

import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection ended.
 *
 * @param byPeer whether the broker or the network ended it
 * @param cause null when the application asked for it
 */
public record CloseReason(boolean byPeer, @Nullable ConnectionException cause) {
    /** What requests fail with that were under way. */
    public StreamException error() {
        return cause != null ? cause : new ClosedException("client is closed");
    }
}
