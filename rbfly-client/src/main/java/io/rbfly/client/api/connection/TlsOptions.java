package io.rbfly.client.api.connection;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How connections over TLS are secured: whom this client trusts, and by what it proves who it is.
 *
 * <p>By default the client trusts whom the JVM trusts, checks that the broker's certificate is for the host that it
 * connects to, and has no certificate of its own. Immutable; each method gives other options. No password or key is
 * ever printed.
 *
 * <p>Files are read once, when a client is built, in the thread that builds it. So are key stores, whose later changes
 * have no effect.
 */
public final class TlsOptions {
    /**
     * The JVM's trusted authorities, the host name checked, no certificate of the client. This is the JDK's default
     * context, so system properties such as {@code javax.net.ssl.trustStore} count.
     */
    public static final TlsOptions DEFAULT = new TlsOptions(null, null, null, true, List.of());

    private static final Set<String> KNOWN_PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private final @Nullable SSLContext context;
    private final @Nullable Trust trust;
    private final @Nullable Identity identity;
    private final boolean hostNameCheck;
    private final List<String> protocols;

    private TlsOptions(
            @Nullable SSLContext context,
            @Nullable Trust trust,
            @Nullable Identity identity,
            boolean hostNameCheck,
            List<String> protocols) {
        this.context = context;
        this.trust = trust;
        this.identity = identity;
        this.hostNameCheck = hostNameCheck;
        this.protocols = protocols;
    }

    /** Whom to trust, read when it is needed. */
    private interface Trust {
        KeyStore read() throws GeneralSecurityException;
    }

    /** Who to be, read when it is needed. */
    private interface Identity {
        KeyManager[] read() throws GeneralSecurityException;
    }

    /**
     * These options, trusting brokers with a certificate in these files, or with one issued by an authority whose
     * certificate is in them, and no others.
     *
     * @param files with X.509 certificates in PEM, one or more in each
     */
    public TlsOptions withTrustedCertificates(Path... files) {
        Objects.requireNonNull(files, "files");
        List<Path> all = List.of(files);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("trusted certificates: no file (expected: one at least)");
        }
        return trusting(() -> KeyStores.ofTrusted(PemFiles.certificates(all)));
    }

    /**
     * These options, trusting brokers with a certificate of the store, or with one issued by an authority of the store.
     */
    public TlsOptions withTrustStore(KeyStore store) {
        Objects.requireNonNull(store, "store");
        return trusting(() -> store);
    }

    /**
     * These options with a certificate by which this client proves who it is to a broker that asks for one.
     *
     * @param certificates file in PEM with the client's certificate, and behind it those of the authorities between it
     *     and one that the broker trusts
     * @param key file in PEM with its private key as PKCS#8, not encrypted: it begins with {@code -----BEGIN PRIVATE
     *     KEY-----}
     */
    public TlsOptions withCertificate(Path certificates, Path key) {
        Objects.requireNonNull(certificates, "certificates");
        Objects.requireNonNull(key, "key");
        return being(() -> {
            List<X509Certificate> chain = PemFiles.certificates(List.of(certificates));
            KeyStore store = KeyStores.ofKey(PemFiles.privateKey(key, chain.get(0)), chain);
            return keyManagers(store, new char[0]);
        });
    }

    /**
     * These options with the private key of a store, by whose certificate this client proves who it is to a broker that
     * asks for one.
     *
     * @param password of the key; a copy is kept
     */
    public TlsOptions withKeyStore(KeyStore store, char[] password) {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(password, "password");
        char[] copy = password.clone();
        return being(() -> keyManagers(store, copy));
    }

    /**
     * These options with a context of the JDK in place of what they say about trust and certificates. Its trust manager
     * may block: it does not run on the event loop.
     */
    public TlsOptions withContext(SSLContext context) {
        Objects.requireNonNull(context, "context");
        return new TlsOptions(context, null, null, hostNameCheck, protocols);
    }

    /**
     * These options, with or without a check that the broker's certificate is for the host that is connected to.
     * Without it, whoever has any certificate of a trusted authority can pose as the broker.
     */
    public TlsOptions withHostNameCheck(boolean check) {
        return new TlsOptions(context, trust, identity, check, protocols);
    }

    /**
     * These options with these versions of TLS and no others; by default those that the JVM allows.
     *
     * @param protocols {@code TLSv1.2}, {@code TLSv1.3}, or both
     */
    public TlsOptions withProtocols(String... protocols) {
        Objects.requireNonNull(protocols, "protocols");
        List<String> all = List.of(protocols);
        if (all.isEmpty() || !KNOWN_PROTOCOLS.containsAll(all)) {
            throw new IllegalArgumentException("protocols: " + all + " (expected: TLSv1.2, TLSv1.3 or both)");
        }
        return new TlsOptions(context, trust, identity, hostNameCheck, all);
    }

    /** Whether the broker's certificate has to be for the host that is connected to. */
    public boolean hostNameCheck() {
        return hostNameCheck;
    }

    /** The versions of TLS, empty for those that the JVM allows. */
    public List<String> protocols() {
        return protocols;
    }

    /**
     * The context that these options stand for. Reads files, so it blocks: a client calls it when it is built.
     *
     * @throws IllegalArgumentException when a file cannot be read or has something else in it than is expected, or when
     *     a key store does not give its key; the message tells which and why
     */
    public SSLContext sslContext() {
        if (context != null) {
            return context;
        }
        try {
            if (trust == null && identity == null) {
                return SSLContext.getDefault();
            }
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(
                    identity == null ? null : identity.read(),
                    trust == null ? null : trustManagers(trust.read()),
                    null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS: " + e.getMessage(), e);
        }
    }

    private TlsOptions trusting(Trust trust) {
        return new TlsOptions(null, trust, identity, hostNameCheck, protocols);
    }

    private TlsOptions being(Identity identity) {
        return new TlsOptions(null, trust, identity, hostNameCheck, protocols);
    }

    private static TrustManager[] trustManagers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keyManagers(KeyStore store, char[] password) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    @Override
    public String toString() {
        return "TlsOptions["
                + (context != null
                        ? "a context of the application"
                        : "trust=" + (trust == null ? "JVM" : "own") + ", certificate="
                                + (identity == null ? "none" : "own"))
                + ", hostNameCheck=" + hostNameCheck
                + ", protocols=" + (protocols.isEmpty() ? "JVM" : protocols) + "]";
    }
}
