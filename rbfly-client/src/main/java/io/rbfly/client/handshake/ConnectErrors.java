package io.rbfly.client.handshake;

import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.error.TlsException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Converts a failure to connect into an exception whose message contains the address. */
public final class ConnectErrors {
    private static final String REFUSED = "Connection refused";

    private ConnectErrors() {}

    public static StreamException of(Address address, Throwable cause) {
        if (cause instanceof BrokerException || cause instanceof TlsException) {
            return (StreamException) cause;
        }
        String where = "cannot connect to " + address + ": ";
        @Nullable String refusal = TlsErrors.explain(address, cause);
        return refusal != null
                ? new TlsException(where + refusal, cause)
                : new ConnectionException(where + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof ConnectException) {
            String message = String.valueOf(cause.getMessage());
            return message.contains(REFUSED)
                    ? REFUSED + " (is a broker with the stream plugin listening there?)"
                    : message.split(":", 2)[0]; // the rest repeats the address
        } else if (cause instanceof UnknownHostException) {
            return "unknown host";
        }
        return String.valueOf(cause.getMessage());
    }
}
