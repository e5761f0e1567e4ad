package io.rbfly.client.api.connection;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** Where the client's certificate and key come from; they are read when they are needed. */
sealed interface KeySource {
    KeyManager[] managers() throws GeneralSecurityException;

    private static KeyManager[] managers(KeyStore store, char[] password) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    /** PEM files. */
    record OfFiles(Path certificates, Path key) implements KeySource {
        @Override
        public KeyManager[] managers() throws GeneralSecurityException {
            List<X509Certificate> chain = PemFiles.certificates(List.of(certificates));
            KeyStore store = KeyStores.ofKey(PemFiles.privateKey(key, chain.get(0)), chain);
            return KeySource.managers(store, new char[0]);
        }

        @Override
        public String toString() {
            return certificates.toString();
        }
    }

    /** A store of the application, and the password of its key. */
    record OfStore(KeyStore store, char[] password) implements KeySource {
        @Override
        public KeyManager[] managers() throws GeneralSecurityException {
            return KeySource.managers(store, password);
        }

        @Override
        public boolean equals(@Nullable Object object) {
            return object instanceof OfStore other
                    && store.equals(other.store)
                    && Arrays.equals(password, other.password);
        }

        @Override
        public int hashCode() {
            return store.hashCode(); // nothing that depends on the password gets out
        }

        @Override
        public String toString() {
            return "a key store";
        }
    }
}
