package io.rbfly.simulation.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/** Reads what a batch of messages contains, without any code of the client. */
public final class BatchData {
    /** The bytes of a batch before its data. */
    public static final int HEADER_LENGTH = 11;

    private static final int SMALL_BUFFER = 128;

    private BatchData() {}

    /** Takes the messages of a batch. */
    @FunctionalInterface
    public interface Messages {
        /** Takes a message, which ends before an index. */
        void message(byte[] bytes, int end);
    }

    /**
     * Reads the messages of a batch, which must be as many as its header says.
     *
     * @param position where the batch begins, with its header
     * @throws IllegalArgumentException if it is not a batch of that many messages
     */
    public static void read(byte[] bytes, int position, Messages messages) {
        ByteBuffer header = ByteBuffer.wrap(bytes, position, HEADER_LENGTH);
        int compression = header.get() >> 4 & 7;
        int count = Short.toUnsignedInt(header.getShort());
        int plainLength = header.getInt();
        int length = header.getInt();
        ByteBuffer plain = plain(compression, bytes, header.position(), length, plainLength);
        for (int i = 0; i < count; i++) {
            int end = plain.getInt() + plain.position();
            messages.message(plain.array(), end);
            plain.position(end);
        }
        if (plain.hasRemaining()) {
            throw new IllegalArgumentException(plain.remaining() + " bytes after the messages of a batch");
        }
    }

    /** The length of the messages of a batch before compression, with those of their lengths. */
    public static int plainLength(byte[] batch) {
        return ByteBuffer.wrap(batch).getInt(3);
    }

    private static ByteBuffer plain(int compression, byte[] bytes, int position, int length, int plainLength) {
        if (compression == 0) {
            if (length != plainLength) {
                throw new IllegalArgumentException(
                        plainLength + " bytes before compression (expected: " + length + ")");
            }
            return ByteBuffer.wrap(bytes, position, length);
        } else if (compression != 1) {
            throw new IllegalArgumentException("compression " + compression + " (expected: 0 or 1)");
        }
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(bytes, position, length), SMALL_BUFFER)) {
            byte[] plain = in.readAllBytes();
            if (plain.length != plainLength) {
                throw new IllegalArgumentException(
                        plainLength + " bytes before compression (expected: " + plain.length + ")");
            }
            return ByteBuffer.wrap(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
