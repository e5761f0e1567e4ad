package io.rbfly.client.api.compression;

/**
 * An implementation of a compression, in place of the client's own. It is found by {@link java.util.ServiceLoader}
 * among the services of the class loader that has loaded the client, when a compression is first used. Its methods are
 * called in any thread except for the event loop, concurrently.
 */
public interface CompressionCodec {
    /** The compression that it implements. */
    Compression compression();

    /**
     * Returns a new compressor. A publisher has one, until it is closed.
     *
     * @throws LinkageError if a class or a native library is missing
     */
    Compressor compressor();

    /**
     * Returns a new decompressor. A subscription has one, until it is closed.
     *
     * @throws LinkageError if a class or a native library is missing
     */
    Decompressor decompressor();
}
