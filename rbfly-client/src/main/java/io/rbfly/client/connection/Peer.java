package io.rbfly.client.connection;

import io.rbfly.client.api.connection.Address;
import io.rbfly.protocol.command.connection.CommandVersions;
import io.rbfly.protocol.wire.CommandKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the node at the other end of a connection said of itself in the handshake. Used on the event loop only. */
public final class Peer {
    private static final System.Logger LOG = System.getLogger(Peer.class.getName());

    private Map<String, String> properties = Map.of();
    private List<CommandVersions> takes = List.of();
    private @Nullable Address advertised;

    Peer() {}

    /** Its product, its version and more. */
    public Map<String, String> properties() {
        return properties;
    }

    /** It told its properties. */
    public void properties(Map<String, String> told) {
        properties = told;
    }

    /** Whether it takes this version of a command; brokers before 3.11 say nothing. */
    public boolean supports(CommandKey command, int version) {
        return takes.stream().anyMatch(versions -> versions.include(command.number(), version));
    }

    /** It told which commands it takes. */
    public void takes(List<CommandVersions> versions) {
        takes = versions;
    }

    /** The address that it advertises, null when it did not say. */
    @Nullable
    Address advertised() {
        return advertised;
    }

    /** It opened a virtual host and told where it is. */
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
