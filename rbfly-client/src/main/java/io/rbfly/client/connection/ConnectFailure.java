package io.rbfly.client.connection;

import io.rbfly.client.api.Address;
import io.rbfly.client.api.BrokerException;
import io.rbfly.client.api.ConnectionException;
import io.rbfly.client.api.StreamException;
import io.rbfly.client.api.TlsException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong while connecting into an error that says where, and whether trying again may help. */
final class ConnectFailure {
    private ConnectFailure() {}

    static StreamException of(Address address, Throwable cause) {
        if (cause instanceof BrokerException || cause instanceof TlsException) {
            return (StreamException) cause;
        }
        String where = "cannot connect to " + address + ": ";
        @Nullable String refusal = TlsFailure.explain(address, cause);
        return refusal != null
                ? new TlsException(where + refusal, cause)
                : new ConnectionException(where + reason(cause), cause);
    }

    /** Whether trying again gives the same. */
    static boolean isFinal(StreamException error) {
        return error instanceof BrokerException || error instanceof TlsException;
    }

    private static String reason(Throwable cause) {
        if (cause instanceof ConnectException) {
            return cause.getMessage().split(":", 2)[0]; // what follows is the address once more
        } else if (cause instanceof UnknownHostException) {
            return "unknown host";
        }
        return String.valueOf(cause.getMessage());
    }
}
