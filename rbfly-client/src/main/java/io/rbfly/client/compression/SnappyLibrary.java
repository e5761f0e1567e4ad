package io.rbfly.client.compression;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The methods of snappy-java. They are looked up by name, because the library has no name as a module that another one
 * could require.
 */
final class SnappyLibrary {
    private static final MethodType BLOCK =
            MethodType.methodType(int.class, byte[].class, int.class, int.class, byte[].class, int.class);

    private final MethodHandle maxCompressedLength;
    private final MethodHandle compress;
    private final MethodHandle plainLength;
    private final MethodHandle decompress;

    private SnappyLibrary(Class<?> snappy) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        this.maxCompressedLength =
                lookup.findStatic(snappy, "maxCompressedLength", MethodType.methodType(int.class, int.class));
        this.compress = lookup.findStatic(snappy, "compress", BLOCK);
        this.plainLength = lookup.findStatic(
                snappy, "uncompressedLength", MethodType.methodType(int.class, byte[].class, int.class, int.class));
        this.decompress = lookup.findStatic(snappy, "uncompress", BLOCK);
    }

    /**
     * Loads the library.
     *
     * @throws LinkageError if it is missing
     */
    static SnappyLibrary load() {
        try {
            return new SnappyLibrary(Class.forName("org.xerial.snappy.Snappy"));
        } catch (ReflectiveOperationException e) {
            throw new NoClassDefFoundError(String.valueOf(e.getMessage()));
        }
    }

    int maxCompressedLength(int length) {
        try {
            return (int) maxCompressedLength.invokeExact(length);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** Compresses to one block; returns its length. */
    int compress(byte[] plain, int position, int length, byte[] target, int at) {
        try {
            return (int) compress.invokeExact(plain, position, length, target, at);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** The number of plain bytes of a block, as it says itself. */
    int plainLength(byte[] data, int position, int length) {
        try {
            return (int) plainLength.invokeExact(data, position, length);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** Decompresses a block; the target must have room for all its plain bytes. */
    void decompress(byte[] data, int position, int length, byte[] target, int at) {
        try {
            int ignored = (int) decompress.invokeExact(data, position, length, target, at);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof IOException ? Malformed.invalid("snappy", e.toString()) : new IllegalStateException(e);
    }
}
