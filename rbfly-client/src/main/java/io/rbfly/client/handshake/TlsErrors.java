package io.rbfly.client.handshake;

import io.netty.handler.ssl.NotSslRecordException;
import io.rbfly.client.api.connection.Address;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Explains in a sentence why the TLS handshake or the authentication failed, and what helps. */
final class TlsErrors {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    /** Alerts of a broker that is stopping, or that has a problem unrelated to this client. */
    private static final Set<String> TRANSIENT_ALERTS = Set.of("close_notify", "user_canceled", "internal_error");

    private static final Map<String, String> ALERTS = Map.of(
            "certificate_required", "it requires a client certificate (see TlsOptions.withCertificate)",
            "bad_certificate", "it requires a client certificate, or does not accept the one that it received",
            "handshake_failure",
                    "it requires a client certificate, or no cipher suite is enabled on both sides; see its log",
            "unknown_ca", "it does not trust the authority that issued this client's certificate",
            "certificate_expired", "this client's certificate has expired",
            "certificate_revoked", "this client's certificate was revoked",
            "decrypt_error", "this client's key does not match its certificate",
            "protocol_version", "no version of TLS is enabled on both sides",
            "unrecognized_name", "it does not recognize the host name sent by the client");

    private TlsErrors() {}

    /** Returns the explanation, or null if it is not a failure of TLS or if trying again may succeed. */
    static @Nullable String explain(Address address, Throwable error) {
        if (has(error, NotSslRecordException.class) != null) {
            return "the peer does not speak TLS (expected: the port of rabbitmq-stream+tls, by default 5551)";
        }
        SSLException tls = has(error, SSLException.class);
        if (tls == null) {
            return null;
        }
        Matcher alert = ALERT.matcher(String.valueOf(tls.getMessage()));
        if (alert.find()) {
            return TRANSIENT_ALERTS.contains(alert.group(1)) ? null : refusedByBroker(alert.group(1));
        }
        CertificateException certificate = has(tls, CertificateException.class);
        if (certificate != null) {
            return refusedByClient(address, certificate);
        }
        // A subclass of it is Netty's for a connection that ended in the middle, which may be one of a restarting
        // broker.
        return tls.getClass() == SSLHandshakeException.class ? "TLS handshake failed: " + tls.getMessage() : null;
    }

    private static String refusedByBroker(String alert) {
        return "the broker rejected the TLS handshake: " + ALERTS.getOrDefault(alert, "see its log for the reason")
                + " [" + alert + "]";
    }

    private static String refusedByClient(Address address, CertificateException error) {
        CertificateExpiredException expired = has(error, CertificateExpiredException.class);
        if (expired != null) {
            return "the broker's certificate, or one in its chain, has expired (" + expired.getMessage() + ")";
        }
        CertificateNotYetValidException early = has(error, CertificateNotYetValidException.class);
        if (early != null) {
            return "the broker's certificate is not valid yet (" + early.getMessage()
                    + "; is this machine's clock right?)";
        }
        if (has(error, CertPathBuilderException.class) != null) {
            return "the broker's certificate is not trusted by this client (TlsOptions.withTrustedCertificates"
                    + " adds its authority)";
        }
        if (error.getCause() == null) {
            return "the broker's certificate is not for host " + address.host() + " (" + error.getMessage() + ")";
        }
        return "the broker's certificate was rejected: " + error.getMessage();
    }

    /** Returns the first of a type among an exception and its causes. */
    private static <E extends Throwable> @Nullable E has(Throwable error, Class<E> type) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
