package io.rbfly.client.config;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.connection.TlsOptions;
import io.rbfly.client.loop.TaskThreads;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * TLS between the socket and the frames of a connection. Records are encrypted and decrypted on the event loop. The
 * calculations of a handshake and trust managers, which may even send requests over the network, run in another thread.
 */
public final class TlsLayer {
    private final SSLContext context;
    private final TlsOptions options;

    private TlsLayer(SSLContext context, TlsOptions options) {
        this.context = context;
        this.options = options;
    }

    /** Creates a layer from options, whose files are read here. */
    public static TlsLayer of(TlsOptions options) {
        return new TlsLayer(options.sslContext(), options);
    }

    /**
     * Adds TLS to a pipeline, before the handlers that are added later.
     *
     * @param failed called with the reason if the handshake fails
     * @return a future that completes normally when the handshake has succeeded; otherwise it does not complete
     */
    public CompletableFuture<Void> addTo(ChannelPipeline pipeline, Address address, Consumer<Throwable> failed) {
        SslHandler tls = new SslHandler(engine(address), TaskThreads.executor());
        tls.setHandshakeTimeoutMillis(0); // Connector has a timeout, by the client's timer
        CompletableFuture<Void> secure = new CompletableFuture<>();
        pipeline.addLast(tls, new TlsHandshakeHandler(() -> secure.complete(null), failed));
        return secure;
    }

    private SSLEngine engine(Address address) {
        String host = withoutFinalDot(address.host());
        SSLEngine engine = context.createSSLEngine(host, address.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (options.hostNameCheck()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!options.protocols().isEmpty()) {
            parameters.setProtocols(options.protocols().toArray(String[]::new));
        }
        if (!NetUtil.isValidIpV4Address(host) && !NetUtil.isValidIpV6Address(host)) {
            nameServer(parameters, host);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Sends the server name, for a broker or a proxy that has a certificate for each of its names. */
    private static void nameServer(SSLParameters parameters, String host) {
        try {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        } catch (IllegalArgumentException e) {
            // For example a name with an underscore, which can be resolved, but not sent in TLS.
        }
    }

    private static String withoutFinalDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return options.toString();
    }
}
