package io.rbfly.protocol.chunk;

import io.rbfly.protocol.wire.ProtocolException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Goes over the messages of a chunk in order and tells of each where it is and its offset, copying nothing. Use it as
 * {@code while (cursor.next()) { ... }}.
 *
 * <p>An entry is a message, or a batch whose messages share one publishing id; protocol section 7:
 *
 * <pre>
 *   message:  length uint32, top bit 0 | octets
 *   batch:    1 bit 1, 3 bits compression, 4 bits 0 | messages uint16 | plain size uint32 | size uint32 | data
 * </pre>
 *
 * Batches without compression are read; a compressed one is refused with its compression in the message.
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
    private int batchEnd;
    private long offset;
    private int position;
    private int length;

    /** A cursor before the first message. */
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
     * Goes to the next message.
     *
     * @return false when there is none
     * @throws ProtocolException when the bytes are no entries, or fewer or more than the chunk's header says
     */
    public boolean next() {
        if (batchMessagesLeft == 0) {
            if (entriesLeft == 0) {
                checkEnd();
                return false;
            }
            nextEntry();
        }
        if (batchMessagesLeft > 0) {
            nextMessage(batchEnd);
            batchMessagesLeft--;
            if (batchMessagesLeft == 0 && index != batchEnd) {
                throw malformed("batch ends at " + batchEnd + ", its messages at " + index);
            }
        }
        if (--messagesLeft < 0) {
            throw malformed("more messages than the header's " + Integer.toUnsignedString(chunk.messageCount()));
        }
        offset++;
        return true;
    }

    /** Offset of the message in the stream, unsigned. */
    public long offset() {
        return offset;
    }

    /** Where the message begins in the chunk's array. */
    public int position() {
        return position;
    }

    /** Length of the message in bytes. */
    public int length() {
        return length;
    }

    private void nextEntry() {
        if (index == end) {
            throw malformed(entriesLeft + " entries missing");
        }
        entriesLeft--;
        if (array[index] >= 0) {
            nextMessage(end);
        } else {
            openBatch();
        }
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
        if (compression != 0) {
            throw malformed("batch with compression " + COMPRESSIONS[compression] + " (expected: none)");
        }
        int messages = (short) SHORT.get(array, index + 1) & 0xffff;
        int size = (int) INT.get(array, index + 7);
        index += BATCH_HEADER_LENGTH;
        if (messages == 0 || size < 0 || size > end - index) {
            throw malformed("batch of " + messages + " messages in " + Integer.toUnsignedString(size) + " bytes at "
                    + index + " (expected: at most " + (end - index) + " bytes)");
        }
        batchMessagesLeft = messages;
        batchEnd = index + size;
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
