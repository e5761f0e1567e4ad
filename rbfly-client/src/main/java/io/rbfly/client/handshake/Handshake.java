package io.rbfly.client.handshake;

import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.StreamUri;
import io.rbfly.client.connection.Connection;
import io.rbfly.protocol.command.connection.CommandVersions;
import io.rbfly.protocol.command.connection.ExchangeCommandVersions;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslHandshake;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.wire.CommandKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The handshake from an open socket to an open virtual host, protocol section 4. Each request is sent after the
 * response to the previous one.
 */
final class Handshake {
    private static final Pattern MAJOR_AND_MINOR = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

    /**
     * The commands without a request that this client supports. Only commands that all brokers know: an unknown one
     * crashes the broker.
     */
    private static final List<CommandVersions> CLIENT_VERSIONS =
            List.of(new CommandVersions(CommandKey.DELIVER.number(), 1, Deliver.WITH_COMMITTED_CHUNK_ID));

    private final Connection connection;
    private final ClientSettings settings;
    private final StreamUri uri;
    private final Runnable authenticated;
    private String brokerVersion = "";

    /** Creates a handshake with an action that is called when the broker has accepted the credentials. */
    Handshake(Connection connection, ClientSettings settings, Runnable authenticated) {
        this.connection = connection;
        this.settings = settings;
        this.uri = settings.uri();
        this.authenticated = authenticated;
    }

    /** Completes with the negotiated heartbeat interval. */
    CompletableFuture<Duration> run() {
        return connection
                .require("peer properties", new PeerProperties(ClientProperties.of(connection.name())))
                .thenCompose(reply -> {
                    connection.peer().properties(reply.properties());
                    brokerVersion = reply.properties().getOrDefault("version", "");
                    return connection.require("SASL handshake", new SaslHandshake());
                })
                .thenCompose(offered -> new Authentication(connection, settings, brokerVersion).run(offered))
                .thenCompose(reply -> {
                    authenticated.run();
                    return connection.tune();
                })
                .thenCompose(this::tuneAndOpen)
                .thenCompose(heartbeat -> exchangeVersions().thenApply(versions -> {
                    connection.peer().takes(versions);
                    return heartbeat;
                }));
    }

    /** Exchanges the versions of commands, except with older brokers, which would close the connection. */
    private CompletableFuture<List<CommandVersions>> exchangeVersions() {
        if (!isAtLeast3Dot11(brokerVersion)) {
            return CompletableFuture.completedFuture(List.of());
        }
        return connection
                .require("command versions", new ExchangeCommandVersions(CLIENT_VERSIONS))
                .thenApply(ExchangeCommandVersions.Reply::versions);
    }

    static boolean isAtLeast3Dot11(String version) {
        Matcher numbers = MAJOR_AND_MINOR.matcher(version);
        if (!numbers.lookingAt()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major > 3 || major == 3 && Integer.parseInt(numbers.group(2)) >= 11;
    }

    private CompletableFuture<Duration> tuneAndOpen(Tune proposal) {
        Tune agreed = new Tune(proposal.frameMax(), agreeHeartbeat(proposal.heartbeatSeconds(), settings.heartbeat()));
        connection.send(agreed);
        return connection
                .require(
                        "virtual host " + uri.virtualHost() + " at " + connection.address(),
                        new Open(uri.virtualHost()))
                .thenApply(opened -> {
                    Duration heartbeat = Duration.ofSeconds(agreed.heartbeatSeconds());
                    connection.agreed(agreed.frameMax(), heartbeat);
                    connection.peer().opened(connection.name(), opened.properties());
                    return heartbeat;
                });
    }

    /**
     * Returns the shorter of both intervals. Zero from the broker is no preference; zero from the application means no
     * heartbeats.
     */
    private static int agreeHeartbeat(int proposedSeconds, @Nullable Duration wanted) {
        if (wanted == null) {
            return proposedSeconds;
        }
        int wantedSeconds = (int) wanted.toSeconds();
        return proposedSeconds == 0 ? wantedSeconds : Math.min(proposedSeconds, wantedSeconds);
    }
}
