package io.rbfly.client.connection;

import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import org.jspecify.annotations.Nullable;

/**
 * The reason for which a connection ended.
 *
 * @param byPeer whether it was ended by the broker or the network
 * @param cause null if the application closed it
 */
public record CloseReason(boolean byPeer, @Nullable ConnectionException cause) {
    /** The exception for the requests that are pending. */
    public StreamException error() {
        return cause != null ? cause : new ClosedException("client is closed");
    }
}
