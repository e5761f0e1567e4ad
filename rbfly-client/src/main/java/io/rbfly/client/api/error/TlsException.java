package io.rbfly.client.api.error;

import org.jspecify.annotations.Nullable;

/**
 * Client and broker do not come to terms over TLS, or over the certificate by which the client is to be known: one does
 * not trust the other's certificate, it has expired or is for another host, there is none, or the other side does not
 * speak TLS. Trying again gives the same until settings, certificates or clocks change. So it ends what is being opened
 * when all nodes refuse; what was open before is tried again after a pause.
 */
public final class TlsException extends StreamException {
    private static final long serialVersionUID = 1L;

    public TlsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
