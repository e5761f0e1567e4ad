package io.rbfly.client.handshake;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The properties that a client sends to brokers, which show them with its connections. */
final class ClientProperties {
    private static final String VERSION = version();

    private ClientProperties() {}

    /** Reads the resource now, in a thread that may block, instead of when the first connection is opened. */
    static void load() {
        // the initialisation of the class reads it
    }

    /** Returns the properties with the name of the connection. */
    static Map<String, String> of(String connectionName) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("product", "RbFly");
        properties.put("version", VERSION);
        properties.put("platform", "Java " + Runtime.version().feature());
        properties.put("connection_name", connectionName);
        return properties;
    }

    /**
     * Reads the version from a resource written by the build: a manifest is lost if an application merges its jars into
     * one.
     */
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
