package io.rbfly.client.api.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and keys from PEM files. Exception messages contain the name of the file, and never any part of a
 * key.
 */
final class PemFiles {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private PemFiles() {}

    /** Returns the X.509 certificates of the files, in order, at least one from each. */
    static List<X509Certificate> certificates(List<Path> files) throws GeneralSecurityException {
        List<X509Certificate> all = new ArrayList<>();
        for (Path file : files) {
            all.addAll(certificates(file));
        }
        return all;
    }

    private static List<X509Certificate> certificates(Path file) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(read(file));
        while (block.find()) {
            if (block.group(1).equals("CERTIFICATE")) {
                try {
                    var bytes = new ByteArrayInputStream(bytes(file, block.group(2)));
                    found.add((X509Certificate) factory.generateCertificate(bytes));
                } catch (CertificateException e) {
                    throw new IllegalArgumentException(file + ": certificate " + (found.size() + 1) + " is damaged", e);
                }
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(file + ": no certificate (expected: -----BEGIN CERTIFICATE-----)");
        }
        return found;
    }

    /** Returns the private key of the file, which must belong to the certificate. */
    static PrivateKey privateKey(Path file, X509Certificate certificate) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(read(file));
        String others = "";
        while (block.find()) {
            String type = block.group(1);
            if (type.equals("PRIVATE KEY")) {
                return belonging(file, bytes(file, block.group(2)), certificate.getPublicKey());
            }
            if (type.endsWith("PRIVATE KEY")) {
                others = ", found: " + type;
            }
        }
        throw new IllegalArgumentException(file + ": no private key in unencrypted PKCS#8 (expected: -----BEGIN"
                + " PRIVATE KEY-----" + others + "); convert it with openssl pkcs8 -topk8 -nodes");
    }

    private static PrivateKey privateKey(Path file, byte[] bytes, String algorithm) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (InvalidKeySpecException e) {
            // Without the cause, which may contain parts of the key.
            throw new IllegalArgumentException(
                    file + ": damaged, or not a key for " + algorithm + ", the algorithm of the certificate");
        }
    }

    /**
     * Rejects a key that does not belong to the certificate: the answer of a broker to it would not explain the reason.
     */
    private static PrivateKey belonging(Path file, byte[] bytes, PublicKey publicKey) throws GeneralSecurityException {
        PrivateKey key = privateKey(file, bytes, publicKey.getAlgorithm());
        if (!belongs(key, publicKey)) {
            throw new IllegalArgumentException(file + ": does not match the certificate");
        }
        return key;
    }

    private static boolean belongs(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null) {
            return true; // unknown algorithm, which cannot be checked here
        }
        byte[] sample = publicKey.getEncoded();
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(sample);
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            return false; // the key is of another kind
        }
    }

    private static byte[] bytes(Path file, String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": damaged Base64"); // its cause may contain parts of a key
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1); // accepts comments in any encoding
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
