package io.rbfly.client.config;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.connection.TlsOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * TLS between the socket and the frames of a connection. Records are encrypted and decrypted on the event loop. The
 * calculations of a handshake, and trust managers, which may even ask others over the network, run beside it.
 */
public final class TlsLayer {
    /** The JDK's common pool, as for host names. */
    private static final Executor BESIDE_THE_LOOP = new CompletableFuture<Void>().defaultExecutor();

    private final SSLContext context;
    private final TlsOptions options;

    private TlsLayer(SSLContext context, TlsOptions options) {
        this.context = context;
        this.options = options;
    }

    /** Made from options, whose files are read here. */
    public static TlsLayer of(TlsOptions options) {
        return new TlsLayer(options.sslContext(), options);
    }

    /**
     * Puts TLS in front of what comes into the pipeline later.
     *
     * @param failed told why the handshake failed
     * @return completes normally when the handshake is done, and not otherwise
     */
    public CompletableFuture<Void> addTo(ChannelPipeline pipeline, Address address, Consumer<Throwable> failed) {
        SslHandler tls = new SslHandler(engine(address), BESIDE_THE_LOOP);
        tls.setHandshakeTimeoutMillis(0); // the connection has a deadline of its own, by the client's clock
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

    /** For a broker, or a proxy before it, that has a certificate for each of its names. */
    private static void nameServer(SSLParameters parameters, String host) {
        try {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        } catch (IllegalArgumentException e) {
            // A name with an underscore, say: it resolves, and TLS cannot express it.
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
