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
 * Options of connections over TLS: which certificates this client trusts, and its own certificate.
 *
 * <p>By default the client trusts what the JVM trusts, checks that the broker's certificate is issued for the host to
 * which it connects, and has no certificate of its own. Immutable: each {@code with} method returns new options.
 * Passwords and keys never appear in strings or messages.
 *
 * <p>Files and key stores are read once, when a client is built, in the thread that builds it. Later changes have no
 * effect.
 */
public final class TlsOptions {
    /**
     * The certificate authorities trusted by the JVM, a check of the host name, and no client certificate. This is the
     * JDK's default context, so system properties such as {@code javax.net.ssl.trustStore} apply.
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

    /** Trusted certificates, which are read when they are needed. */
    private interface Trust {
        KeyStore read() throws GeneralSecurityException;
    }

    /** The client's certificate and key, which are read when they are needed. */
    private interface Identity {
        KeyManager[] read() throws GeneralSecurityException;
    }

    /**
     * These options, trusting only certificates that are contained in these files or issued by an authority whose
     * certificate is contained in them.
     *
     * @param files X.509 certificates in PEM, one or more in each file
     */
    public TlsOptions withTrustedCertificates(Path... files) {
        Objects.requireNonNull(files, "files");
        List<Path> all = List.of(files);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("trusted certificates: no file (expected: at least one)");
        }
        return trusting(() -> KeyStores.ofTrusted(PemFiles.certificates(all)));
    }

    /**
     * These options, trusting only certificates that are contained in the store or issued by an authority in the store.
     */
    public TlsOptions withTrustStore(KeyStore store) {
        Objects.requireNonNull(store, "store");
        return trusting(() -> store);
    }

    /**
     * These options with a client certificate, with which this client authenticates to brokers that request one.
     *
     * @param certificates a PEM file with the client's certificate, followed by those of the authorities between it and
     *     one that the broker trusts
     * @param key a PEM file with the private key as unencrypted PKCS#8: it begins with {@code -----BEGIN PRIVATE
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
     * These options with the private key and the certificate of a store, with which this client authenticates to
     * brokers that request one.
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
     * These options with an SSL context, which replaces all options for trust and certificates. Its trust manager may
     * block: it is not called on the event loop.
     */
    public TlsOptions withContext(SSLContext context) {
        Objects.requireNonNull(context, "context");
        return new TlsOptions(context, null, null, hostNameCheck, protocols);
    }

    /**
     * These options, with or without a check that the broker's certificate is issued for the host to which the client
     * connects. Without this check, the owner of any certificate of a trusted authority can impersonate the broker.
     */
    public TlsOptions withHostNameCheck(boolean check) {
        return new TlsOptions(context, trust, identity, check, protocols);
    }

    /**
     * These options with these versions of TLS only; by default all versions that the JVM enables.
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

    /** Whether the broker's certificate must be issued for the host to which the client connects. */
    public boolean hostNameCheck() {
        return hostNameCheck;
    }

    /** The versions of TLS, empty for those that the JVM enables. */
    public List<String> protocols() {
        return protocols;
    }

    /**
     * Creates the SSL context for these options. This reads files, so it blocks: it is called when a client is built.
     *
     * @throws IllegalArgumentException if a file cannot be read or has unexpected content, or if the key of a key store
     *     cannot be read; the message states which one and why
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
