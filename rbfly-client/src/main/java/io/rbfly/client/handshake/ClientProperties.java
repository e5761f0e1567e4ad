package io.rbfly.client.handshake;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** What a client tells brokers about itself. They show it beside its connections. */
final class ClientProperties {
    private static final String VERSION = version();

    private ClientProperties() {}

    /** Reads the resource now, in a thread that may block, and not when the first connection is made. */
    static void load() {
        // done by the class's initialisation
    }

    /** With the name of the connection. */
    static Map<String, String> of(String connectionName) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("product", "RbFly");
        properties.put("version", VERSION);
        properties.put("platform", "Java " + Runtime.version().feature());
        properties.put("connection_name", connectionName);
        return properties;
    }

    /** The build writes it to a resource: a manifest is lost when an application packs all of its jars into one. */
    private static String version() {
        try (InputStream resource = ClientProperties.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            if (resource != null) {
                properties.load(resource);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
