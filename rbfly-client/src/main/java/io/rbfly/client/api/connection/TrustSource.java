package io.rbfly.client.api.connection;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Where trusted certificates come from; they are read when they are needed. */
sealed interface TrustSource {
    KeyStore read() throws GeneralSecurityException;

    default TrustManager[] managers() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(read());
        return factory.getTrustManagers();
    }

    /** PEM files. */
    record OfFiles(List<Path> certificates) implements TrustSource {
        @Override
        public KeyStore read() throws GeneralSecurityException {
            return KeyStores.ofTrusted(PemFiles.certificates(certificates));
        }

        @Override
        public String toString() {
            return certificates.toString();
        }
    }

    /** A store of the application. */
    record OfStore(KeyStore store) implements TrustSource {
        @Override
        public KeyStore read() {
            return store;
        }

        @Override
        public String toString() {
            return "a key store";
        }
    }
}
