package io.rbfly.client.connection;

import io.rbfly.client.api.Address;
import io.rbfly.client.api.BrokerException;
import io.rbfly.client.api.ConnectionException;
import io.rbfly.client.api.StreamException;
import io.rbfly.client.api.TlsException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong while connecting into an error that says where. */
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

    /**
     * One error for all that was tried. That they refused is only said when all did: otherwise one of them may work later.
     *
     * @param failures at least one
     */
    static StreamException all(List<StreamException> failures) {
        StreamException first = failures.get(0);
        Set<StreamException> others = new LinkedHashSet<>(failures);
        others.remove(first);
        if (others.isEmpty()) {
            return first;
        }
        StreamException all = first;
        if (!failures.stream().allMatch(RecoveryPolicy::isRefusal)) {
            String messages = failures.stream()
                    .map(StreamException::getMessage)
                    .distinct()
                    .collect(Collectors.joining("; "));
            all = new ConnectionException(messages, first);
        }
        if (all.getSuppressed().length == 0) { // an error of a connection is one for all who waited for it
            others.forEach(all::addSuppressed);
        }
        return all;
    }

    private static String reason(Throwable cause) {
        if (cause instanceof ConnectException) {
            return String.valueOf(cause.getMessage()).split(":", 2)[0]; // what follows is the address once more
        } else if (cause instanceof UnknownHostException) {
            return "unknown host";
        }
        return String.valueOf(cause.getMessage());
    }
}
