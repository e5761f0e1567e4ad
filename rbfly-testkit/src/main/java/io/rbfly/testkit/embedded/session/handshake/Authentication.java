package io.rbfly.testkit.embedded.session.handshake;

import io.netty.channel.Channel;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.cluster.ClusterState;
import io.rbfly.testkit.embedded.cluster.User;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out who a client is, with the SASL mechanisms of RabbitMQ 4.3. */
final class Authentication {
    private static final String PLAIN = "PLAIN";
    private static final String AMQPLAIN = "AMQPLAIN";
    private static final String ANONYMOUS = "ANONYMOUS";
    private static final String EXTERNAL = "EXTERNAL";
    private static final String ANONYMOUS_USER = "guest";

    private final ClusterState cluster;
    private final ClientCertificate certificate;

    /** @param user null if the code is not OK */
    record Result(ResponseCode code, @Nullable User user) {
        private static Result failed(ResponseCode code) {
            return new Result(code, null);
        }

        /** Of a user who is known, or not. */
        private static Result of(Optional<User> user) {
            return user.map(known -> new Result(ResponseCode.OK, known))
                    .orElse(failed(ResponseCode.AUTHENTICATION_FAILURE));
        }
    }

    Authentication(ClusterState cluster, Channel channel) {
        this.cluster = cluster;
        this.certificate = new ClientCertificate(channel);
    }

    /** The mechanisms to offer: certificates only to those who may have one. */
    List<String> mechanisms() {
        return certificate.isEncrypted()
                ? List.of(PLAIN, AMQPLAIN, ANONYMOUS, EXTERNAL)
                : List.of(PLAIN, AMQPLAIN, ANONYMOUS);
    }

    /**
     * Checks the credentials of a client.
     *
     * @throws io.rbfly.protocol.wire.ProtocolException if they cannot be read at all
     */
    Result check(SaslAuthenticate request) {
        String mechanism = request.mechanism();
        if (!mechanisms().contains(mechanism)) {
            return Result.failed(ResponseCode.SASL_MECHANISM_NOT_SUPPORTED);
        }
        return switch (mechanism) {
            case PLAIN -> withPassword(Credentials.plain(request.data()));
            case AMQPLAIN -> withPassword(Credentials.amqplain(request.data()));
            case EXTERNAL -> Result.of(certificate.commonName().flatMap(this::user));
            default -> Result.of(user(ANONYMOUS_USER));
        };
    }

    private Result withPassword(@Nullable Credentials credentials) {
        if (credentials == null) {
            return Result.failed(ResponseCode.SASL_ERROR);
        }
        String password = credentials.password();
        return Result.of(user(credentials.name())
                .filter(user -> !password.isEmpty() && user.password().equals(password)));
    }

    private Optional<User> user(String name) {
        return Optional.ofNullable(cluster.user(name));
    }
}
