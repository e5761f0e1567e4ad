package io.rbfly.client.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The TLS handshake between client and broker failed, or the authentication with the client's certificate. One side
 * does not trust the other's certificate, a certificate has expired, is issued for another host or is missing, or the
 * other side does not use TLS. Trying again has the same result until settings, certificates or clocks change. So
 * opening a publisher or subscription fails if all nodes refuse; one that was open before is retried after a pause.
 */
public final class TlsException extends StreamException {
    private static final long serialVersionUID = 1L;

    public TlsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
