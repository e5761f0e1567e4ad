package io.rbfly.testkit.embedded;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** How a node encrypts the connections to its TLS port. */
interface ServerTls {
    /** The handler of a new connection. */
    SslHandler handler(ByteBufAllocator allocator);

    /**
     * Reads files in PEM format.
     *
     * @param authorities of the clients' certificates; null if none are asked for
     * @throws IllegalArgumentException if a file cannot be read
     */
    static ServerTls of(Path certificates, Path privateKey, @Nullable Path authorities) {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(read(certificates), read(privateKey))
                    .sslProvider(SslProvider.JDK);
            if (authorities != null) {
                builder.trustManager(read(authorities)).clientAuth(ClientAuth.OPTIONAL);
            }
            SslContext context = builder.build();
            if (!KeyPairCheck.mayMatch(Files.readAllBytes(certificates), Files.readAllBytes(privateKey))) {
                throw new IllegalArgumentException("privateKey: " + privateKey
                        + " (expected: the key of the certificate in " + certificates + ")");
            }
            return context::newHandler;
        } catch (IOException e) {
            throw new IllegalArgumentException("tls: " + e, e);
        }
    }

    /** The content of a file, of whichever file system. */
    private static InputStream read(Path file) throws IOException {
        return new ByteArrayInputStream(Files.readAllBytes(file));
    }

    /** Uses a context of the JDK, whose trust managers check the certificates of clients that have one. */
    static ServerTls of(SSLContext context) {
        return allocator -> {
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(false);
            engine.setWantClientAuth(true);
            return new SslHandler(engine);
        };
    }
}
