package io.rbfly.testkit.junit;

import io.rbfly.testkit.embedded.BrokerFaults;
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
        if (broker != null && !end(broker.faults())) {
            broker = null;
        }
        if (cluster != null && !end(cluster.faults())) {
            cluster = null;
        }
    }

    /** Ends all faults; false if the test has closed the broker, so that the next one needs another. */
    private static boolean end(BrokerFaults faults) {
        try {
            faults.end();
            return true;
        } catch (IllegalStateException closed) {
            return false;
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
