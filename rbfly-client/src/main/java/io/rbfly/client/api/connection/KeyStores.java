package io.rbfly.client.api.connection;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Creates key stores in memory, which the JDK requires for certificates and keys. */
final class KeyStores {
    private KeyStores() {}

    /** Creates a key store of trusted certificates. */
    static KeyStore ofTrusted(List<X509Certificate> certificates) throws GeneralSecurityException {
        KeyStore store = empty();
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("trusted-" + i, certificates.get(i));
        }
        return store;
    }

    /** Creates a key store with a key without password protection, and its certificate chain, starting with its own. */
    static KeyStore ofKey(PrivateKey key, List<X509Certificate> chain) throws GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry("client", key, new char[0], chain.toArray(X509Certificate[]::new));
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e); // cannot happen, since nothing is read
        }
    }
}
