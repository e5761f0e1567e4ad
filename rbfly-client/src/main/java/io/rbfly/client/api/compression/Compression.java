package io.rbfly.client.api.compression;

/**
 * How the messages of a batch are compressed; protocol section 7.
 *
 * <p>{@link #GZIP} is in the JDK. The others need a library, which an application adds to its dependencies. Without it,
 * a publisher is not opened, and a batch is not read: both fail with
 * {@link io.rbfly.client.api.error.UnsupportedException}, which names the library.
 */
public enum Compression {
    /** Not compressed. Batches save most of the broker's work for a message anyway. */
    NONE(""),
    /** The format of RFC 1952, in the JDK. Slow to write. */
    GZIP(""),
    /** Snappy's framing format, by {@code org.xerial.snappy:snappy-java}. */
    SNAPPY("org.xerial.snappy:snappy-java"),
    /** LZ4's frame format, by {@code at.yawk.lz4:lz4-java}: the fastest. */
    LZ4("at.yawk.lz4:lz4-java"),
    /** Zstandard, by {@code com.github.luben:zstd-jni}: the smallest, and the next fastest. */
    ZSTD("com.github.luben:zstd-jni");

    private final String library;

    Compression(String library) {
        this.library = library;
    }

    /** The number in the header of a batch, 0 to 4. */
    public int code() {
        return ordinal();
    }

    /** The Maven group and artifact of the library that the client uses for it, empty if it needs none. */
    public String library() {
        return library;
    }
}
