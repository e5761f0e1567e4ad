package io.rbfly.client.connection;

import io.rbfly.client.api.connection.Address;
import io.rbfly.protocol.command.connection.CommandVersions;
import io.rbfly.protocol.wire.CommandKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the node at the other end of a connection sent about itself in the handshake. Used on the event loop only. */
public final class Peer {
    private static final System.Logger LOG = System.getLogger(Peer.class.getName());

    private Map<String, String> properties = Map.of();
    private List<CommandVersions> takes = List.of();
    private @Nullable Address advertised;

    Peer() {}

    /** The product, the version and other properties. */
    public Map<String, String> properties() {
        return properties;
    }

    /** Sets the properties that the node sent. */
    public void properties(Map<String, String> told) {
        properties = told;
    }

    /** Whether the node supports this version of a command; brokers before 3.11 do not report versions. */
    public boolean supports(CommandKey command, int version) {
        return takes.stream().anyMatch(versions -> versions.include(command.number(), version));
    }

    /** Sets the versions of commands that the node supports. */
    public void takes(List<CommandVersions> versions) {
        takes = versions;
    }

    /** The address that it advertises, null if it did not send one. */
    @Nullable
    Address advertised() {
        return advertised;
    }

    /** Whether it sent the address that it advertises. */
    public boolean isIdentified() {
        return advertised != null;
    }

    /** Sets the properties that the node sent when the virtual host was opened, which contain its address. */
    public void opened(String connection, Map<String, String> told) {
        String host = told.get("advertised_host");
        String port = told.get("advertised_port");
        if (host != null && port != null) {
            try {
                advertised = new Address(host, Integer.parseInt(port));
            } catch (IllegalArgumentException e) {
                LOG.log(System.Logger.Level.DEBUG, "{0}: advertises {1}:{2}", connection, host, port);
            }
        }
    }
}
