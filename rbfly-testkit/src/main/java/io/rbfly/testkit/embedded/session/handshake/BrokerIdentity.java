package io.rbfly.testkit.embedded.session.handshake;

import io.rbfly.protocol.command.connection.CommandVersions;
import io.rbfly.protocol.wire.CommandKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the broker says of itself: the same as RabbitMQ 4.3, whose protocol it speaks. */
public final class BrokerIdentity {
    private static final String VERSION = "4.3.6";

    private BrokerIdentity() {}

    /** The properties that clients get before they log in. */
    static Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("product", "RabbitMQ");
        properties.put("version", VERSION);
        properties.put("platform", "JVM");
        properties.put("cluster_name", "rbfly-embedded");
        properties.put("copyright", "The authors of RbFly");
        properties.put("information", "Embedded broker of RbFly for tests");
        return properties;
    }

    /** The commands that clients may send after the handshake. */
    public static List<CommandVersions> commands() {
        List<CommandVersions> commands = new ArrayList<>();
        for (CommandKey key : CommandKey.values()) {
            if (isListed(key)) {
                commands.add(new CommandVersions(key.number(), 1, key == CommandKey.PUBLISH ? 2 : 1));
            }
        }
        return commands;
    }

    private static boolean isListed(CommandKey key) {
        return switch (key) {
            case PUBLISH_CONFIRM,
                    PUBLISH_ERROR,
                    DELIVER,
                    METADATA_UPDATE,
                    PEER_PROPERTIES,
                    SASL_HANDSHAKE,
                    SASL_AUTHENTICATE,
                    TUNE,
                    OPEN,
                    CONSUMER_UPDATE,
                    EXCHANGE_COMMAND_VERSIONS -> false;
            default -> true;
        };
    }
}
