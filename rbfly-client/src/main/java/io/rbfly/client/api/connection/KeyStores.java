package io.rbfly.client.api.connection;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Key stores in memory, the form in which the JDK takes certificates and keys. */
final class KeyStores {
    private KeyStores() {}

    /** With certificates to trust. */
    static KeyStore ofTrusted(List<X509Certificate> certificates) throws GeneralSecurityException {
        KeyStore store = empty();
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("trusted-" + i, certificates.get(i));
        }
        return store;
    }

    /** With a key that is not protected by a password, and its certificates, its own one first. */
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
            throw new GeneralSecurityException(e); // nothing is read, so it cannot happen
        }
    }
}
