package io.rbfly.testkit.embedded;

import io.rbfly.testkit.embedded.cluster.VirtualHost;
import java.util.List;
import java.util.Objects;

/**
 * A super stream of an embedded cluster, and what tools do with one while clients use it. All methods throw
 * {@link IllegalStateException} if there is no such super stream.
 */
public final class EmbeddedSuperStream {
    private final ClusterLoop loop;
    private final VirtualHost virtualHost;
    private final String name;

    EmbeddedSuperStream(ClusterLoop loop, VirtualHost virtualHost, String name) {
        this.loop = loop;
        this.virtualHost = virtualHost;
        this.name = name;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its partitions, in their order. */
    public List<String> partitions() {
        return loop.call(() -> List.copyOf(required()));
    }

    /**
     * Makes a stream the last partition, as a binding does that is made with AMQP 0-9-1 or the management: for this the
     * stream protocol has no command, and clients are not told.
     *
     * @param stream one that exists
     * @param bindingKey its binding key, which may be one that another partition has
     * @throws IllegalArgumentException if there is no such stream
     */
    public void addPartition(String stream, String bindingKey) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(bindingKey, "bindingKey");
        loop.run(() -> virtualHost.bind(name, stream, bindingKey, required().size()));
    }

    /** Makes a stream none of its partitions any more; clients are not told. No effect if it is none. */
    public void removePartition(String stream) {
        Objects.requireNonNull(stream, "stream");
        loop.run(() -> {
            required();
            virtualHost.unbind(name, stream);
        });
    }

    private List<String> required() {
        List<String> partitions = virtualHost.partitions(name);
        if (partitions == null) {
            throw new IllegalStateException("super stream: " + name + " (expected: one that exists)");
        }
        return partitions;
    }

    @Override
    public String toString() {
        return name;
    }
}
