package io.rbfly.testkit.embedded.session;

import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.cluster.StreamClient;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The streams whose leaders a connection has looked up, to publish or for stored offsets. A broker keeps them, and
 * tells the client of their loss even if it has no publisher. A publisher or subscription that ends makes it forget
 * them.
 */
final class KnownLeaders {
    private final StreamClient client;
    private final Set<ReplicatedStream> streams = new LinkedHashSet<>();

    KnownLeaders(StreamClient client) {
        this.client = client;
    }

    void add(ReplicatedStream stream) {
        if (streams.add(stream)) {
            stream.watch(client);
        }
    }

    /** Forgets the leader of a stream; returns whether it was known. */
    boolean forget(ReplicatedStream stream) {
        stream.unwatch(client);
        return streams.remove(stream);
    }

    void close() {
        List.copyOf(streams).forEach(this::forget);
    }
}
