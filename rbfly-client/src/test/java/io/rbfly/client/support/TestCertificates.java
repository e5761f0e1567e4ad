package io.rbfly.client.support;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Two authorities, and certificates of brokers and clients, made once for all tests. */
public final class TestCertificates {
    private static final Instant NOW = Instant.now();

    /** The authority that both sides trust. */
    public static final X509Bundle CA =
            make("CN=authority", certificate -> certificate.setIsCertificateAuthority(true));

    /** An authority that is not trusted. */
    public static final X509Bundle STRANGE_CA =
            make("CN=stranger", certificate -> certificate.setIsCertificateAuthority(true));

    /** The broker's, for the host named scripted. */
    public static final X509Bundle BROKER = make("CN=broker", certificate -> certificate.addSanDnsName("scripted"), CA);

    /** The broker's, for another host. */
    public static final X509Bundle ELSEWHERE =
            make("CN=broker", certificate -> certificate.addSanDnsName("elsewhere"), CA);

    /** The broker's, of last year. */
    public static final X509Bundle EXPIRED = make(
            "CN=broker",
            certificate -> certificate
                    .addSanDnsName("scripted")
                    .addSanDnsName("localhost")
                    .notBefore(NOW.minus(400, ChronoUnit.DAYS))
                    .notAfter(NOW.minus(1, ChronoUnit.DAYS)),
            CA);

    /** The broker's on this machine, by name and not by address. */
    public static final X509Bundle LOCAL = make("CN=broker", certificate -> certificate.addSanDnsName("localhost"), CA);

    /** A client certificate that brokers do not know. */
    public static final X509Bundle UNKNOWN_CLIENT =
            make("CN=unknown", CertificateBuilder::addExtendedKeyUsageClientAuth, CA);

    /** A client's. */
    public static final X509Bundle CLIENT = make("CN=rbfly", CertificateBuilder::addExtendedKeyUsageClientAuth, CA);

    private TestCertificates() {}

    private static X509Bundle make(String subject, UnaryOperator<CertificateBuilder> settings) {
        try {
            return builder(subject, settings).buildSelfSigned();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static X509Bundle make(String subject, UnaryOperator<CertificateBuilder> settings, X509Bundle issuer) {
        try {
            return builder(subject, settings).buildIssuedBy(issuer);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static CertificateBuilder builder(String subject, UnaryOperator<CertificateBuilder> settings) {
        CertificateBuilder builder = new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .notBefore(NOW.minus(2, ChronoUnit.DAYS))
                .notAfter(NOW.plus(2, ChronoUnit.DAYS));
        return settings.apply(builder);
    }

    /** A broker's context, which trusts clients of {@link #CA}. */
    public static SSLContext context(X509Bundle broker) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(broker.toKeyManagerFactory().getKeyManagers(), new TrustManager[] {CA.toTrustManager()}, null);
            return context;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Writes a file and returns where it is. */
    public static Path file(Path directory, String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
