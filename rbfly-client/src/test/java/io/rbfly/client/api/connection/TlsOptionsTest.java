package io.rbfly.client.api.connection;

import static io.rbfly.client.support.TestCertificates.CA;
import static io.rbfly.client.support.TestCertificates.CLIENT;
import static io.rbfly.client.support.TestCertificates.STRANGE_CA;
import static io.rbfly.client.support.TestCertificates.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsOptionsTest {
    @TempDir
    private Path directory;

    private Path certificate() {
        return file(directory, "client.pem", CLIENT.getCertificatePEM());
    }

    private Path key(String text) {
        return file(directory, "key.pem", text);
    }

    private void isRefused(TlsOptions options, String... inMessage) {
        assertThatIllegalArgumentException()
                .isThrownBy(options::sslContext)
                .satisfies(error -> assertThat(error.getMessage()).contains(inMessage));
    }

    @Test
    void byDefaultItIsTheContextOfTheJvm() throws Exception {
        assertThat(TlsOptions.DEFAULT.sslContext()).isSameAs(SSLContext.getDefault());
        assertThat(TlsOptions.DEFAULT.hostNameCheck()).isTrue();
        assertThat(TlsOptions.DEFAULT.protocols()).isEmpty();
    }

    @Test
    void filesAreNotReadBeforeTheyAreNeeded() {
        assertThatNoException()
                .isThrownBy(() -> TlsOptions.DEFAULT
                        .withTrustedCertificates(directory.resolve("none"))
                        .withCertificate(directory.resolve("none"), directory.resolve("none")));
    }

    @Test
    void aFileMayHaveSeveralCertificatesAndTextBetweenThem() {
        Path both = file(
                directory,
                "both.pem",
                "Größe\n" + CA.getCertificatePEM() + "\nanother:\n" + STRANGE_CA.getCertificatePEM());

        assertThat(TlsOptions.DEFAULT
                        .withTrustedCertificates(both, certificate())
                        .sslContext())
                .isNotNull();
    }

    @Test
    void aContextOfTheApplicationIsTakenAsItIs() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");

        assertThat(TlsOptions.DEFAULT.withContext(context).sslContext()).isSameAs(context);
    }

    @Test
    void aKeyStoreNeedsItsPassword() throws Exception {
        KeyStore store = CLIENT.toKeyStore("s3cret".toCharArray());
        TlsOptions right = TlsOptions.DEFAULT.withKeyStore(store, "s3cret".toCharArray());

        assertThat(right.sslContext()).isNotNull();
        isRefused(TlsOptions.DEFAULT.withKeyStore(store, "wr0ng".toCharArray()), "TLS: ");
    }

    @Test
    void aMissingFileIsNamed() {
        Path none = directory.resolve("none.pem");

        isRefused(TlsOptions.DEFAULT.withTrustedCertificates(none), none.toString(), "no such file");
        isRefused(TlsOptions.DEFAULT.withTrustedCertificates(directory), directory.toString(), "cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"})
    void aFileWithoutACertificate(String text) {
        isRefused(TlsOptions.DEFAULT.withTrustedCertificates(file(directory, "x.pem", text)), "x.pem: no certificate");
    }

    @Test
    void aDamagedCertificate() {
        Path damaged = file(directory, "x.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");

        isRefused(TlsOptions.DEFAULT.withTrustedCertificates(damaged), "x.pem: certificate 1 is damaged");
    }

    @Test
    void theErrorForAKeyInAnotherFormatExplainsHowToConvertIt() {
        for (String type : new String[] {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
            Path key = key("-----BEGIN " + type + "-----\nAAAA\n-----END " + type + "-----");
            isRefused(TlsOptions.DEFAULT.withCertificate(certificate(), key), "key.pem", "found: " + type, "openssl");
        }
        isRefused(TlsOptions.DEFAULT.withCertificate(certificate(), certificate()), "client.pem: no private key");
    }

    @Test
    void theKeyOfAnotherCertificateIsDetected() {
        Path key = key(STRANGE_CA.getPrivateKeyPEM());

        isRefused(TlsOptions.DEFAULT.withCertificate(certificate(), key), "key.pem: does not match the certificate");
    }

    @Test
    void aDamagedKeyIsNotPrinted() {
        String secret = Base64.getEncoder().encodeToString("s3cret".getBytes(StandardCharsets.US_ASCII));
        TlsOptions options = TlsOptions.DEFAULT.withCertificate(
                certificate(), key("-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----"));

        assertThatIllegalArgumentException()
                .isThrownBy(options::sslContext)
                .withMessageContaining("key.pem: damaged")
                .withMessageNotContaining(secret)
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "SSLv3", "tlsv1.2", ""})
    void onlyVersionsThatAreSafe(String version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsOptions.DEFAULT.withProtocols("TLSv1.3", version))
                .withMessageContaining("expected: TLSv1.2, TLSv1.3 or both");
    }

    @Test
    void nothingAtAllIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(TlsOptions.DEFAULT::withProtocols);
        assertThatIllegalArgumentException().isThrownBy(TlsOptions.DEFAULT::withTrustedCertificates);
    }

    @Test
    void itsTextShowsTheOptionsAndNoSecret() throws Exception {
        char[] password = "s3cret".toCharArray();
        TlsOptions options = TlsOptions.DEFAULT
                .withKeyStore(CLIENT.toKeyStore(password), password)
                .withHostNameCheck(false)
                .withProtocols("TLSv1.3");

        assertThat(options)
                .hasToString("TlsOptions[trust=JVM, certificate=a key store, hostNameCheck=false,"
                        + " protocols=[TLSv1.3]]");
        assertThat(TlsOptions.DEFAULT)
                .hasToString("TlsOptions[trust=JVM, certificate=none, hostNameCheck=true, protocols=JVM]");
    }

    @Test
    void itsTextNamesTheFilesOfCertificates() {
        assertThat(TlsOptions.DEFAULT
                        .withTrustedCertificates(Path.of("ca.pem"))
                        .withCertificate(Path.of("client.pem"), Path.of("key.pem")))
                .hasToString("TlsOptions[trust=[ca.pem], certificate=client.pem, hostNameCheck=true, protocols=JVM]");
    }

    @Test
    void optionsWithEqualPartsAreEqual() {
        TlsOptions files = TlsOptions.DEFAULT
                .withTrustedCertificates(Path.of("ca.pem"))
                .withCertificate(Path.of("client.pem"), Path.of("key.pem"));
        TlsOptions same = TlsOptions.DEFAULT
                .withTrustedCertificates(Path.of("ca.pem"))
                .withCertificate(Path.of("client.pem"), Path.of("key.pem"));

        assertThat(files)
                .isEqualTo(same)
                .hasSameHashCodeAs(same)
                .isNotEqualTo(TlsOptions.DEFAULT)
                .isNotEqualTo(files.withTrustedCertificates(Path.of("other.pem")))
                .isNotEqualTo(files.withCertificate(Path.of("client.pem"), Path.of("other.pem")))
                .isNotEqualTo(files.withHostNameCheck(false))
                .isNotEqualTo(files.withProtocols("TLSv1.3"));
    }

    @Test
    void optionsWithTheSameStoreAndPasswordAreEqual() throws Exception {
        char[] password = "s3cret".toCharArray();
        KeyStore store = CLIENT.toKeyStore(password);
        TlsOptions options = TlsOptions.DEFAULT.withKeyStore(store, password).withTrustStore(store);
        TlsOptions same =
                TlsOptions.DEFAULT.withKeyStore(store, password.clone()).withTrustStore(store);

        assertThat(options)
                .isEqualTo(same)
                .hasSameHashCodeAs(same)
                .isNotEqualTo(options.withKeyStore(store, "other".toCharArray()))
                .isNotEqualTo(options.withTrustStore(CLIENT.toKeyStore(password)));
    }

    @Test
    void optionsWithTheSameContextAreEqual() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");

        assertThat(TlsOptions.DEFAULT.withContext(context))
                .isEqualTo(TlsOptions.DEFAULT.withContext(context))
                .isNotEqualTo(TlsOptions.DEFAULT.withContext(SSLContext.getInstance("TLS")));
    }
}
