package io.rbfly.client.api.connection;

import java.util.Map;
import java.util.Objects;

/** The properties that a broker sends when a client connects. */
public final class BrokerInfo {
    private final Address address;
    private final Map<String, String> properties;

    private BrokerInfo(Address address, Map<String, String> properties) {
        this.address = Objects.requireNonNull(address, "address");
        this.properties = Map.copyOf(properties);
    }

    /** Creates the properties of a broker at an address. */
    public static BrokerInfo of(Address address, Map<String, String> properties) {
        return new BrokerInfo(address, properties);
    }

    /** The address to which the client is connected. */
    public Address address() {
        return address;
    }

    /** The product, for example {@code RabbitMQ}; empty if the broker does not send it. */
    public String product() {
        return properties.getOrDefault("product", "");
    }

    /** The version of the product, for example {@code 4.3.6}; empty if the broker does not send it. */
    public String version() {
        return properties.getOrDefault("version", "");
    }

    /**
     * All properties, including {@code product} and {@code version}, and usually {@code cluster_name} and
     * {@code platform}.
     */
    public Map<String, String> properties() {
        return properties;
    }

    @Override
    public String toString() {
        return "BrokerInfo[address=" + address + ", properties=" + properties + "]";
    }
}
