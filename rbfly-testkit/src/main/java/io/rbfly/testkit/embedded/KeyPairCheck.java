package io.rbfly.testkit.embedded;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a private key is that of a certificate: otherwise each handshake would fail, for no reason that is told. */
final class KeyPairCheck {
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

    private KeyPairCheck() {}

    /**
     * Compares files in PEM format that have been accepted.
     *
     * @return false if they do not match; true also if they are of kinds that this does not know
     */
    static boolean mayMatch(byte[] certificates, byte[] privateKey) {
        try {
            PublicKey publicKey = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificates))
                    .getPublicKey();
            Matcher key = KEY.matcher(new String(privateKey, StandardCharsets.US_ASCII));
            String algorithm = publicKey.getAlgorithm();
            if (!key.find() || !algorithm.equals("RSA") && !algorithm.equals("EC")) {
                return true;
            }
            byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
            return matches(
                    publicKey,
                    KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)),
                    algorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
        } catch (InvalidKeySpecException e) {
            return false; // a key of another algorithm
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return true;
        }
    }

    private static boolean matches(PublicKey publicKey, PrivateKey privateKey, String algorithm)
            throws GeneralSecurityException {
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(privateKey);
        signing.update(publicKey.getEncoded()); // any octets
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(publicKey);
        verifying.update(publicKey.getEncoded());
        try {
            return verifying.verify(signing.sign());
        } catch (SignatureException e) {
            return false; // of another length
        }
    }
}
