package io.rbfly.client.publish;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.rbfly.codec.amqp.AmqpCodec;
import io.rbfly.protocol.frame.PublishFrame;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One frame of messages, from its first message to the outcome of its last. Messages are encoded straight into its buffer,
 * and the same buffer is sent again after a reconnect, so nothing of a message is kept but its encoded form.
 *
 * <p>Publishing ids are contiguous, so a message is found by its id without a map. A frame belongs to one thread at a time:
 * to whoever holds the lock of its {@link OutgoingBatch} while it is filled, to the event loop after that.
 */
final class OutgoingFrame {
    private static final int FIRST_FUTURES = 8;

    private final ByteBuf buffer;
    private final long firstId;
    private @Nullable CompletableFuture<Long>[] futures = newFutures(FIRST_FUTURES);
    private int count;
    private int unsettled;

    OutgoingFrame(ByteBufAllocator allocator, int initialCapacity, long firstId) {
        this.buffer = allocator.ioBuffer(initialCapacity);
        this.firstId = firstId;
        PublishFrame.begin(buffer, 1);
    }

    /**
     * Encodes a message behind the others.
     *
     * @return the length of its encoded form; it is not part of the frame until {@link #keep}
     * @throws RuntimeException the codec's error, which leaves the frame as it was
     */
    int encode(Object body) {
        int entry = buffer.writerIndex();
        int lengthAt = PublishFrame.beginEntry(buffer, firstId + count);
        try {
            AmqpCodec.encode(body, buffer);
        } catch (RuntimeException e) {
            buffer.writerIndex(entry);
            throw e;
        }
        return PublishFrame.endEntry(buffer, lengthAt);
    }

    /** Makes the encoded message part of the frame. */
    CompletableFuture<Long> keep() {
        if (count == futures.length) {
            futures = Arrays.copyOf(futures, 2 * count);
        }
        CompletableFuture<Long> future = new CompletableFuture<>();
        futures[count++] = future;
        unsettled++;
        return future;
    }

    /** Takes the encoded message of the given length back out. */
    void dropEncoded(int length) {
        buffer.writerIndex(buffer.writerIndex() - length - PublishFrame.ENTRY_HEADER_LENGTH);
    }

    /** Moves the encoded message of the given length to a fresh frame. */
    void moveEncoded(int length, OutgoingFrame fresh) {
        int entryLength = length + PublishFrame.ENTRY_HEADER_LENGTH;
        int entry = buffer.writerIndex() - entryLength;
        fresh.buffer.writeBytes(buffer, entry, entryLength);
        buffer.writerIndex(entry);
    }

    /** Messages in the frame. */
    int count() {
        return count;
    }

    /** Messages whose outcome is open. */
    int unsettled() {
        return unsettled;
    }

    /** Size of the frame in bytes, its size field not counted. */
    int size() {
        return buffer.readableBytes() - 4;
    }

    /** Whether a message with this id is in the frame. */
    boolean contains(long id) {
        return Long.compareUnsigned(id - firstId, count) < 0;
    }

    /** Takes the future of a message out; null when the message has its outcome already. */
    @Nullable
    CompletableFuture<Long> settle(long id) {
        int index = (int) (id - firstId);
        CompletableFuture<Long> future = futures[index];
        if (future != null) {
            futures[index] = null;
            unsettled--;
        }
        return future;
    }

    /** Takes the futures of all messages without an outcome out. */
    void settleAll(BiConsumer<Long, CompletableFuture<Long>> each) {
        for (int i = 0; i < count; i++) {
            CompletableFuture<Long> future = settle(firstId + i);
            if (future != null) {
                each.accept(firstId + i, future);
            }
        }
    }

    /**
     * The bytes to be sent under a publisher id: all messages as long as none has its outcome, else those that have none.
     * The caller releases them.
     */
    ByteBuf bytes(int publisherId) {
        if (unsettled == count) {
            PublishFrame.end(buffer, 0, publisherId, count);
            return buffer.retainedDuplicate();
        }
        ByteBuf rest = buffer.alloc().ioBuffer(buffer.readableBytes());
        PublishFrame.begin(rest, 1);
        int entry = PublishFrame.HEADER_LENGTH;
        for (int i = 0; i < count; i++) {
            int length = PublishFrame.entryLength(buffer, entry);
            if (futures[i] != null) {
                rest.writeBytes(buffer, entry, length);
            }
            entry += length;
        }
        PublishFrame.end(rest, 0, publisherId, unsettled);
        return rest;
    }

    void release() {
        buffer.release();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generics
    private static @Nullable CompletableFuture<Long>[] newFutures(int length) {
        return new CompletableFuture[length];
    }
}
