package io.rbfly.testkit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerTlsTest {
    @TempDir
    private Path directory;

    private static X509Bundle bundle(Algorithm algorithm) throws Exception {
        return new CertificateBuilder()
                .subject("CN=localhost")
                .algorithm(algorithm)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text);
    }

    private EmbeddedBrokerBuilder builder(X509Bundle certificate, X509Bundle key) throws IOException {
        return EmbeddedBroker.builder()
                .tls(
                        write(directory.resolve("c.pem"), certificate.getCertificatePEM()),
                        write(directory.resolve("k.pem"), key.getPrivateKeyPEM()));
    }

    @ParameterizedTest
    @EnumSource(names = {"rsa2048", "ecp256", "ed25519"})
    void refusesTheKeyOfAnotherCertificateIfItCanTell(Algorithm algorithm) throws Exception {
        X509Bundle one = bundle(algorithm);
        builder(one, one).start().close();

        if (algorithm != Algorithm.ed25519) {
            assertThatThrownBy(() -> builder(one, bundle(algorithm)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("privateKey: .*k.pem \\(expected: the key of the certificate in .*c.pem\\)");
            assertThatThrownBy(() -> builder(one, bundle(Algorithm.ed25519)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readsFilesOfAnyFileSystem() throws Exception {
        X509Bundle bundle = bundle(Algorithm.ecp256);
        try (FileSystem zip = FileSystems.newFileSystem(directory.resolve("tls.zip"), Map.of("create", "true"))) {
            Path certificate = write(zip.getPath("c.pem"), bundle.getCertificatePEM());
            Path key = write(zip.getPath("k.pem"), bundle.getPrivateKeyPEM());
            try (EmbeddedBroker broker =
                    EmbeddedBroker.builder().tls(certificate, key, certificate).start()) {
                assertThat(broker.tlsPort()).isPositive();
            }
            assertThatThrownBy(() -> EmbeddedBroker.builder().tls(zip.getPath("none.pem"), key))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("none.pem");
        }
    }
}
