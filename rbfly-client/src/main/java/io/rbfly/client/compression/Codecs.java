package io.rbfly.client.compression;

import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.compression.CompressionCodec;
import io.rbfly.client.api.compression.Compressor;
import io.rbfly.client.api.compression.Decompressor;
import io.rbfly.client.api.error.UnsupportedException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Finds codecs: one that the application provides, or the client's own. Not for the event loop, since classes and
 * native libraries are loaded.
 */
public final class Codecs {
    private static final System.Logger LOG = System.getLogger(Codecs.class.getName());

    private Codecs() {}

    /** Codecs of the application, loaded when a compression is first used. */
    private static final class Provided {
        static final Map<Compression, CompressionCodec> ALL = load();

        private static Map<Compression, CompressionCodec> load() {
            Map<Compression, CompressionCodec> all = new EnumMap<>(Compression.class);
            try {
                Iterator<CompressionCodec> found = ServiceLoader.load(
                                CompressionCodec.class, Codecs.class.getClassLoader())
                        .iterator();
                while (next(found, all)) {}
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                warn(e);
            }
            return all;
        }

        /** Adds the next codec, unless it cannot be loaded; returns false if there is none. */
        private static boolean next(Iterator<CompressionCodec> found, Map<Compression, CompressionCodec> all) {
            if (!found.hasNext()) {
                return false;
            }
            try {
                CompressionCodec codec = found.next();
                all.putIfAbsent(codec.compression(), codec);
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                warn(e);
            }
            return true;
        }

        private static void warn(Throwable cause) {
            LOG.log(System.Logger.Level.WARNING, "a codec cannot be loaded; the client's own is used", cause);
        }
    }

    /**
     * Returns a new compressor.
     *
     * @throws UnsupportedException if its library is missing, or its codec lacks a class
     */
    public static Compressor compressor(Compression compression) {
        return create(compression, CompressionCodec::compressor);
    }

    /**
     * Returns a new decompressor.
     *
     * @throws UnsupportedException if its library is missing
     */
    public static Decompressor decompressor(Compression compression) {
        return create(compression, CompressionCodec::decompressor);
    }

    private static <T> T create(Compression compression, Function<CompressionCodec, T> part) {
        CompressionCodec provided = Provided.ALL.get(compression);
        try {
            return part.apply(provided == null ? own(compression) : provided);
        } catch (LinkageError e) {
            throw provided == null
                    ? UnsupportedException.library(compression.name(), compression.library(), e)
                    : UnsupportedException.codec(
                            compression.name(), provided.getClass().getName(), e);
        }
    }

    private static CompressionCodec own(Compression compression) {
        return switch (compression) {
            case GZIP -> new GzipCodec();
            case SNAPPY -> new SnappyCodec();
            case LZ4 -> new Lz4Codec();
            case ZSTD -> new ZstdCodec();
            case NONE -> throw new IllegalArgumentException("compression: NONE (expected: one that has a codec)");
        };
    }
}
