package io.rbfly.testkit.junit;

import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.embedded.EmbeddedCluster;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The broker and the cluster of a class of tests, started when they are first needed. */
final class SharedBrokers {
    private final Supplier<EmbeddedBroker> brokers;
    private final Supplier<EmbeddedCluster> clusters;
    private @Nullable EmbeddedBroker broker;
    private @Nullable EmbeddedCluster cluster;

    SharedBrokers(Supplier<EmbeddedBroker> brokers, Supplier<EmbeddedCluster> clusters) {
        this.brokers = brokers;
        this.clusters = clusters;
    }

    synchronized EmbeddedBroker broker() {
        EmbeddedBroker started = broker;
        if (started == null) {
            started = brokers.get();
            broker = started;
        }
        return started;
    }

    synchronized EmbeddedCluster cluster() {
        EmbeddedCluster started = cluster;
        if (started == null) {
            started = clusters.get();
            cluster = started;
        }
        return started;
    }

    synchronized void endFaults() {
        if (broker != null) {
            broker.faults().end();
        }
        if (cluster != null) {
            cluster.faults().end();
        }
    }

    synchronized void close() {
        if (broker != null) {
            broker.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }
}
