package io.rbfly.client.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.compression.CompressionCodec;
import io.rbfly.client.api.compression.Compressor;
import io.rbfly.client.api.compression.Decompressor;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Codecs in an application without the libraries, or with a codec of its own that cannot be used. */
class UnavailableCodecTest {
    /** Lacks a class, as a codec whose library is missing does. */
    public static final class BrokenCodec implements CompressionCodec {
        @Override
        public Compression compression() {
            return Compression.GZIP;
        }

        @Override
        public Compressor compressor() {
            throw new NoClassDefFoundError("com/example/Deflater");
        }

        @Override
        public Decompressor decompressor() {
            throw new NoClassDefFoundError("com/example/Inflater");
        }
    }

    /** Cannot be loaded, as a class that was compiled for a later version of Java. */
    public static final class UnknownCodec implements CompressionCodec {
        @Override
        public Compression compression() {
            throw new UnsupportedClassVersionError("com/example/Codec");
        }

        @Override
        public Compressor compressor() {
            throw new AssertionError();
        }

        @Override
        public Decompressor decompressor() {
            throw new AssertionError();
        }
    }

    @TempDir
    Path directory;

    /** Fails as {@code Codecs.compressor} does with the client alone on the class path. */
    private Throwable failure(String method, Compression compression) throws IOException, ReflectiveOperationException {
        URL[] classes = {
            Codecs.class.getProtectionDomain().getCodeSource().getLocation(),
            UnavailableCodecTest.class.getProtectionDomain().getCodeSource().getLocation(),
            directory.toUri().toURL()
        };
        try (URLClassLoader alone = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            Class<?> compressions = alone.loadClass(Compression.class.getName());
            Object sameThere = compressions.getMethod("valueOf", String.class).invoke(null, compression.name());
            Throwable thrown = catchThrowable(() -> alone.loadClass(Codecs.class.getName())
                    .getMethod(method, compressions)
                    .invoke(null, sameThere));
            assertThat(thrown).isInstanceOf(InvocationTargetException.class);
            return thrown.getCause();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SNAPPY", "LZ4", "ZSTD"})
    void withoutItsLibraryTheArtifactIsNamed(Compression compression) throws Exception {
        for (String method : new String[] {"compressor", "decompressor"}) {
            Throwable failure = failure(method, compression);

            assertThat(failure.getClass().getSimpleName()).isEqualTo("UnsupportedException");
            assertThat(failure).hasMessageContaining(compression.name()).hasMessageContaining(compression.library());
        }
    }

    private void provide(Class<?>... codecs) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        String names = Stream.of(codecs).map(Class::getName).collect(Collectors.joining("\n"));
        Files.writeString(services.resolve(CompressionCodec.class.getName()), names);
    }

    @Test
    void aCodecThatCannotBeLoadedHidesNoOther() throws Exception {
        provide(UnknownCodec.class, BrokenCodec.class);

        assertThat(failure("compressor", Compression.GZIP)).hasMessageContaining(BrokenCodec.class.getName());
        assertThat(failure("compressor", Compression.LZ4)).hasMessageContaining(Compression.LZ4.library());
    }

    @Test
    void aCodecOfTheApplicationThatLacksAClassIsNamed() throws Exception {
        provide(BrokenCodec.class);

        Throwable failure = failure("decompressor", Compression.GZIP);

        assertThat(failure.getClass().getSimpleName()).isEqualTo("UnsupportedException");
        assertThat(failure)
                .hasMessageContaining(BrokenCodec.class.getName())
                .hasMessageContaining("GZIP")
                .hasMessageContaining("com/example/Inflater");
    }

    @Test
    void nothingIsCompressedWithNone() {
        assertThatThrownBy(() -> Codecs.compressor(Compression.NONE)).isInstanceOf(IllegalArgumentException.class);
    }
}
