package io.rbfly.demo.examples;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.connection.SaslMechanism;
import io.rbfly.client.api.connection.TlsOptions;
import java.nio.file.Path;
import java.security.KeyStore;

/** Clients that connect over TLS. */
final class SecureConnections {
    private SecureConnections() {}

    static StreamsClient overTls() {
        return StreamsClient.create("rabbitmq-stream+tls://user:password@broker.example/shop");
    }

    static StreamsClient withAnAuthorityOfOurOwn() {
        TlsOptions tls = TlsOptions.DEFAULT.withTrustedCertificates(Path.of("authority.pem"));
        return StreamsClient.builder("rabbitmq-stream+tls://user:password@broker.example/shop")
                .tls(tls)
                .build();
    }

    static StreamsClient withACertificateInPlaceOfAPassword(Path authority, Path certificate, Path key) {
        TlsOptions tls = TlsOptions.DEFAULT.withTrustedCertificates(authority).withCertificate(certificate, key);
        return StreamsClient.builder("rabbitmq-stream+tls://broker.example/shop")
                .tls(tls)
                .saslMechanism(SaslMechanism.EXTERNAL)
                .build();
    }

    static TlsOptions fromKeyStores(KeyStore authorities, KeyStore ours, char[] password) {
        return TlsOptions.DEFAULT.withTrustStore(authorities).withKeyStore(ours, password);
    }
}
