package io.rbfly.testkit.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Provides brokers for tests: from the environment, or started on this machine by {@code scripts/broker} (which
 * installs what is missing if it is permitted to), or in a container if a Docker engine is available.
 *
 * <p>Environment variables: {@value #URI_VARIABLE} names a running broker that replaces the shared ones of its version
 * and of earlier versions. {@code RBFLY_BROKER_3_10_DIR}, {@code RBFLY_BROKER_4_0_DIR} and {@code RBFLY_BROKER_4_3_DIR}
 * name directories in which {@code scripts/broker} already runs a broker of that version, as {@code ./verify} does for
 * all modules together.
 */
public final class Brokers {
    /** The environment variable with the URI of a running broker. */
    static final String URI_VARIABLE = "RBFLY_BROKER_URI";

    private static final Map<BrokerVersion, Broker> SHARED = new ConcurrentHashMap<>();

    private Brokers() {}

    /**
     * Returns the broker of a version that all tests share. It is started by the first call and stopped with the JVM.
     *
     * @throws IllegalStateException if no broker is available; the message says what to do
     */
    public static Broker shared(BrokerVersion version) {
        return SHARED.computeIfAbsent(version, Brokers::findShared);
    }

    /**
     * Returns a new broker for one test, which may stop and kill it, and must close it.
     *
     * @throws IllegalStateException if no broker is available; the message says what to do
     */
    public static Broker dedicated(BrokerVersion version) {
        var script = BrokerScript.find();
        return !script.installed(version) && ContainerBroker.possible()
                ? ContainerBroker.create(script, version)
                : LocalBroker.create(script, version);
    }

    /**
     * Returns a new broker for one test, with options of {@code scripts/broker start}; it runs on this machine, never
     * in a container.
     *
     * @throws IllegalStateException if no broker is available; the message says what to do
     */
    public static Broker dedicated(BrokerVersion version, String... options) {
        return LocalBroker.create(BrokerScript.find(), version, options);
    }

    /** Returns the broker that the environment names, if any, and if it has at least the given version. */
    static Optional<Broker> external(BrokerVersion version) {
        return variable(URI_VARIABLE)
                .<Broker>map(uri -> ExternalBroker.at(uri, BrokerScript.find()))
                .filter(broker -> broker.version().atLeast(version.major(), version.minor()));
    }

    private static Broker findShared(BrokerVersion version) {
        return external(version)
                .orElseGet(() -> new SharedBroker(variable(directoryVariable(version))
                        .<Broker>map(directory -> new LocalBroker(BrokerScript.find(), Path.of(directory)))
                        .orElseGet(() -> untilExit(dedicated(version)))));
    }

    private static Broker untilExit(Broker broker) {
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "end of " + broker));
        return broker;
    }

    private static String directoryVariable(BrokerVersion version) {
        return "RBFLY_BROKER_%d_%d_DIR".formatted(version.major(), version.minor());
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
