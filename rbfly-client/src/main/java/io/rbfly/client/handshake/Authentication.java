package io.rbfly.client.handshake;

import io.rbfly.client.api.connection.SaslMechanism;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.TlsException;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.StreamUri;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.SaslHandshake;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Authenticates the client at the broker with the mechanism that the application has chosen; protocol section 4. */
final class Authentication {
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

    private final Connection connection;
    private final StreamUri uri;
    private final SaslMechanism mechanism;
    private final String brokerVersion;

    Authentication(Connection connection, ClientSettings settings, String brokerVersion) {
        this.connection = connection;
        this.uri = settings.uri();
        this.mechanism = settings.sasl();
        this.brokerVersion = brokerVersion;
    }

    /** Completes when the broker has accepted the credentials. */
    CompletableFuture<SaslAuthenticate.Reply> run(SaslHandshake.Reply offered) {
        if (!offered.mechanisms().contains(mechanism.name())) {
            return CompletableFuture.failedFuture(new BrokerException(
                    "SASL " + mechanism + " at " + connection.address() + ", which offers " + offered.mechanisms(),
                    ErrorCode.SASL_MECHANISM_NOT_SUPPORTED));
        }
        return mechanism == SaslMechanism.PLAIN ? plain() : external();
    }

    private CompletableFuture<SaslAuthenticate.Reply> plain() {
        byte[] credentials = ('\0' + uri.user() + '\0' + uri.password()).getBytes(StandardCharsets.UTF_8);
        return authenticate("user " + uri.user(), credentials);
    }

    private CompletableFuture<SaslAuthenticate.Reply> external() {
        return authenticate("user of the client's certificate", new byte[0]).exceptionallyCompose(error -> {
            Throwable cause = Callbacks.unwrap(error);
            return cause instanceof ConnectionException && stumblesOverExternal(brokerVersion)
                    ? connection
                            .closed()
                            .thenCompose(
                                    reason -> CompletableFuture.failedFuture(reason.byPeer() ? stumbled(cause) : cause))
                    : CompletableFuture.failedFuture(cause);
        });
    }

    private CompletableFuture<SaslAuthenticate.Reply> authenticate(String who, byte[] data) {
        return connection.require(who + " at " + connection.address(), new SaslAuthenticate(mechanism.name(), data));
    }

    private TlsException stumbled(Throwable cause) {
        return new TlsException(
                "cannot connect to " + connection.address() + ": the broker, RabbitMQ " + brokerVersion
                        + ", closed the connection on SASL EXTERNAL"
                        + " (expected: RabbitMQ 3.10.25, 3.11.19, 3.12.1 or later)",
                cause);
    }

    /** Whether a broker of this version closes the connection instead of answering. */
    static boolean stumblesOverExternal(String version) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.lookingAt() || Integer.parseInt(numbers.group(1)) != 3) {
            return false;
        }
        int patch = Integer.parseInt(numbers.group(3));
        return switch (Integer.parseInt(numbers.group(2))) {
            case 9 -> true;
            case 10 -> patch < 25;
            case 11 -> patch < 19;
            case 12 -> patch < 1;
            default -> false;
        };
    }
}
