package io.rbfly.client.api.connection;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Options of connections over TLS: which certificates this client trusts, and its own certificate.
 *
 * <p>By default the client trusts what the JVM trusts, checks that the broker's certificate is issued for the host to
 * which it connects, and has no certificate of its own. Immutable: each {@code with} method returns new options.
 * Passwords and keys never appear in strings or messages.
 *
 * <p>Files and key stores are read once, when a client is built, in the thread that builds it. Later changes have no
 * effect. Options are equal if they name the same files, or the same objects.
 */
public final class TlsOptions {
    /**
     * The certificate authorities trusted by the JVM, a check of the host name, and no client certificate. This is the
     * JDK's default context, so system properties such as {@code javax.net.ssl.trustStore} apply.
     */
    public static final TlsOptions DEFAULT = new TlsOptions(null, null, null, true, List.of());

    private static final Set<String> KNOWN_PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private final @Nullable SSLContext context;
    private final @Nullable TrustSource trust;
    private final @Nullable KeySource key;
    private final boolean hostNameCheck;
    private final List<String> protocols;

    private TlsOptions(
            @Nullable SSLContext context,
            @Nullable TrustSource trust,
            @Nullable KeySource key,
            boolean hostNameCheck,
            List<String> protocols) {
        this.context = context;
        this.trust = trust;
        this.key = key;
        this.hostNameCheck = hostNameCheck;
        this.protocols = protocols;
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
        return withTrust(new TrustSource.OfFiles(all));
    }

    /**
     * These options, trusting only certificates that are contained in the store or issued by an authority in the store.
     */
    public TlsOptions withTrustStore(KeyStore store) {
        Objects.requireNonNull(store, "store");
        return withTrust(new TrustSource.OfStore(store));
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
        return withKey(new KeySource.OfFiles(certificates, key));
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
        return withKey(new KeySource.OfStore(store, password.clone()));
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
        return new TlsOptions(context, trust, key, check, protocols);
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
        return new TlsOptions(context, trust, key, hostNameCheck, all);
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
            if (trust == null && key == null) {
                return SSLContext.getDefault();
            }
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(key == null ? null : key.managers(), trust == null ? null : trust.managers(), null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS: " + e.getMessage(), e);
        }
    }

    private TlsOptions withTrust(TrustSource trust) {
        return new TlsOptions(null, trust, key, hostNameCheck, protocols);
    }

    private TlsOptions withKey(KeySource key) {
        return new TlsOptions(null, trust, key, hostNameCheck, protocols);
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof TlsOptions other
                && Objects.equals(context, other.context)
                && Objects.equals(trust, other.trust)
                && Objects.equals(key, other.key)
                && hostNameCheck == other.hostNameCheck
                && Objects.equals(protocols, other.protocols);
    }

    @Override
    public int hashCode() {
        return Objects.hash(context, trust, key, hostNameCheck, protocols);
    }

    @Override
    public String toString() {
        return "TlsOptions["
                + (context != null
                        ? "a context of the application"
                        : "trust=" + (trust == null ? "JVM" : trust) + ", certificate=" + (key == null ? "none" : key))
                + ", hostNameCheck=" + hostNameCheck
                + ", protocols=" + (protocols.isEmpty() ? "JVM" : protocols) + "]";
    }
}
