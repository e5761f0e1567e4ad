package io.rbfly.protocol.chunk;

import io.rbfly.protocol.wire.ProtocolException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the messages of a chunk in order, and provides the position and offset of each without copying. Use it
 * as {@code while (cursor.next()) { ... }}.
 *
 * <p>An entry is a message, or a batch whose messages share one publishing id; protocol section 7:
 *
 * <pre>
 *   message:  length uint32, top bit 0 | octets
 *   batch:    1 bit 1, 3 bits compression, 4 bits 0 | messages uint16 | plain size uint32 | size uint32 | data
 * </pre>
 *
 * Uncompressed batches are read; see {@link ChunkEntries} for compressed ones. For a batch that is compressed, or whose
 * messages do not match its data, {@link BatchException} is thrown once for the whole batch, before any message of it.
 * An empty batch is skipped.
 */
public final class ChunkCursor {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final int BATCH_HEADER_LENGTH = 11;
    private static final String[] COMPRESSIONS = {"none", "gzip", "snappy", "lz4", "zstd", "5", "6", "7"};

    private final Chunk chunk;
    private final byte[] array;
    private final int end;

    private int index;
    private int entriesLeft;
    private long messagesLeft;
    private int batchMessagesLeft;
    private long offset;
    private int position;
    private int length;

    /** Creates a cursor before the first message. */
    public ChunkCursor(Chunk chunk) {
        this.chunk = chunk;
        this.array = chunk.array();
        this.index = chunk.dataPosition();
        this.end = index + chunk.dataLength();
        this.entriesLeft = chunk.entryCount();
        this.messagesLeft = Integer.toUnsignedLong(chunk.messageCount());
        this.offset = chunk.chunkId() - 1;
    }

    /**
     * Advances to the next message.
     *
     * @return false if there is none
     * @throws BatchException if a batch cannot be read: position and length are then those of its data, the offset is
     *     that of its last message, and the next call advances to the entry after it
     * @throws ProtocolException if the bytes are not entries, or their number differs from that in the chunk's header
     */
    public boolean next() {
        while (batchMessagesLeft == 0) {
            if (entriesLeft == 0) {
                checkEnd();
                return false;
            }
            if (nextEntry()) {
                count(1);
                return true;
            }
        }
        batchMessagesLeft--;
        nextMessage(end);
        count(1);
        return true;
    }

    /** Whether there are further messages, entries that may have some, or an error at the end that is not known yet. */
    public boolean hasNext() {
        return batchMessagesLeft > 0 || entriesLeft > 0 || messagesLeft != 0 || index != end;
    }

    private void count(int messages) {
        messagesLeft -= messages;
        if (messagesLeft < 0) {
            throw malformed("more messages than the header's " + Integer.toUnsignedString(chunk.messageCount()));
        }
        offset += messages;
    }

    /** Offset of the message in the stream, unsigned. */
    public long offset() {
        return offset;
    }

    /** The index of the message in the chunk's array. */
    public int position() {
        return position;
    }

    /** Length of the message in bytes. */
    public int length() {
        return length;
    }

    /** Advances to a message or into a batch; returns true if it is a message. */
    private boolean nextEntry() {
        if (index == end) {
            throw malformed(entriesLeft + " entries missing");
        }
        entriesLeft--;
        if (array[index] >= 0) {
            nextMessage(end);
            return true;
        }
        openBatch();
        return false;
    }

    private void nextMessage(int limit) {
        if (limit - index < 4) {
            throw malformed("entry cut at " + index);
        }
        int size = (int) INT.get(array, index);
        if (size < 0 || size > limit - index - 4) {
            throw malformed("message of " + Integer.toUnsignedString(size) + " bytes at " + index
                    + " (expected: at most " + (limit - index - 4) + ")");
        }
        position = index + 4;
        length = size;
        index = position + size;
    }

    private void openBatch() {
        if (end - index < BATCH_HEADER_LENGTH) {
            throw malformed("batch cut at " + index);
        }
        int compression = (array[index] >> 4) & 7;
        int messages = (short) SHORT.get(array, index + 1) & 0xffff;
        int size = (int) INT.get(array, index + 7);
        index += BATCH_HEADER_LENGTH;
        if (size < 0 || size > end - index) {
            throw malformed("batch of " + messages + " messages in " + Integer.toUnsignedString(size) + " bytes at "
                    + index + " (expected: at most " + (end - index) + " bytes)");
        }
        if (messages == 0) {
            index += size;
        } else if (compression != 0) {
            passOver(messages, size, "compressed with " + COMPRESSIONS[compression], COMPRESSIONS[compression]);
        } else {
            String problem = problem(messages, index + size);
            if (problem != null) {
                passOver(messages, size, problem, null);
            }
            batchMessagesLeft = messages;
        }
    }

    /**
     * Describes the error in the messages of a batch, null if they exactly fill it. Checked before the first of them is
     * returned.
     */
    private @Nullable String problem(int messages, int batchEnd) {
        int at = index;
        for (int i = 0; i < messages; i++) {
            if (batchEnd - at < 4) {
                return "message " + i + " cut at " + at;
            }
            int size = (int) INT.get(array, at);
            at += 4;
            if (size < 0 || size > batchEnd - at) {
                return "message of " + Integer.toUnsignedString(size) + " bytes at " + at + " (expected: at most "
                        + (batchEnd - at) + ")";
            }
            at += size;
        }
        return at == batchEnd ? null : (batchEnd - at) + " bytes after its messages";
    }

    private void passOver(int messages, int size, String problem, @Nullable String compression) {
        position = index;
        length = size;
        index += size;
        count(messages);
        throw new BatchException(
                "batch of " + messages + " messages: " + problem, offset - messages + 1, messages, compression);
    }

    private void checkEnd() {
        if (messagesLeft != 0 || index != end) {
            throw malformed(messagesLeft + " messages missing, " + (end - index) + " bytes left over");
        }
    }

    private ProtocolException malformed(String what) {
        return new ProtocolException("malformed chunk: " + what);
    }
}
