package io.rbfly.client.api.compression;

/** Decompresses one batch after the other, in one thread at a time, which need not be the same one. */
public interface Decompressor extends AutoCloseable {
    /**
     * Decompresses a complete stream of the format. The bytes may be anything: it must not write outside of the part of
     * the target that is given, and must not allocate because of a length that it reads.
     *
     * @param data an array with the compressed bytes; only valid during the call
     * @param position the index of the first one
     * @param length their number
     * @param target gets the plain bytes from an index on; only valid during the call, since it is reused, with bytes
     *     of other batches in it, also those of other subscriptions
     * @param at that index
     * @param plainLength their number, as the header of the batch says, within the limit of the subscription
     * @throws IllegalArgumentException if the bytes are not valid, or do not become exactly that many; its message is
     *     part of that of {@link io.rbfly.client.api.error.MalformedBatchException}
     */
    void decompress(byte[] data, int position, int length, byte[] target, int at, int plainLength);

    /** Releases what it holds. Nothing else is called after that. */
    @Override
    default void close() {}
}
