package io.rbfly.client.api.connection;

import java.util.Map;
import java.util.Objects;

/** What a broker says of itself when a client connects. */
public final class BrokerInfo {
    private final Address address;
    private final Map<String, String> properties;

    private BrokerInfo(Address address, Map<String, String> properties) {
        this.address = Objects.requireNonNull(address, "address");
        this.properties = Map.copyOf(properties);
    }

    /** The broker at an address, with what it says of itself. */
    public static BrokerInfo of(Address address, Map<String, String> properties) {
        return new BrokerInfo(address, properties);
    }

    /** Where the client is connected to. */
    public Address address() {
        return address;
    }

    /** The product, as in {@code RabbitMQ}; empty when the broker does not say. */
    public String product() {
        return properties.getOrDefault("product", "");
    }

    /** The version of the product, as in {@code 4.3.6}; empty when the broker does not say. */
    public String version() {
        return properties.getOrDefault("version", "");
    }

    /**
     * All properties, {@code product} and {@code version} among them, {@code cluster_name} and {@code platform}
     * usually.
     */
    public Map<String, String> properties() {
        return properties;
    }

    @Override
    public String toString() {
        return "BrokerInfo[address=" + address + ", properties=" + properties + "]";
    }
}
