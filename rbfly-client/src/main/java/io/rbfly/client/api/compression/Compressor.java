package io.rbfly.client.api.compression;

/** Compresses one batch after the other, in one thread at a time, which need not be the same one. */
public interface Compressor extends AutoCloseable {
    /** The largest number of bytes that a number of bytes may become. */
    int maxCompressedLength(int length);

    /**
     * Compresses bytes to a complete stream of the format. If it throws, or returns a length that is not possible, the
     * batch is sent without compression.
     *
     * @param plain an array with the bytes; only valid during the call
     * @param position the index of the first one
     * @param length their number, at least 1
     * @param target gets the compressed bytes from an index on, where it has room for {@link #maxCompressedLength}
     * @param at that index
     * @return the number of compressed bytes, at least 1
     */
    int compress(byte[] plain, int position, int length, byte[] target, int at);

    /** Releases what it holds. Nothing else is called after that. */
    @Override
    default void close() {}
}
