package io.rbfly.client.publish.frame;

import io.netty.buffer.ByteBuf;
import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.publish.outcome.OutcomeConsumer;
import io.rbfly.client.publish.outcome.OutcomeListener;
import io.rbfly.protocol.frame.PublishFrame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A frame whose entries are batches of messages. A batch has the publishing id of its last message, and that id is
 * confirmed for all of them.
 *
 * <p>If batches are to be compressed, the frame is closed first, and sealed by {@link #seal} with its compressed
 * batches before it is sent.
 */
final class BatchFrame extends OutgoingFrame {
    private static final int LENGTH_FIELD = 4;

    private final int maxMessages;
    private boolean sealed;
    private boolean taken;
    /** The number of messages up to the end of each batch. */
    private int[] ends = new int[8];

    private int batches;
    /** Where the open batch begins. */
    private int batchAt;
    /** The messages of the open batch; zero if there is none. */
    private int inBatch;
    /** Where the encoded message begins, with its length. */
    private int encodedAt;

    private int plainBytes;

    /**
     * Creates an empty frame.
     *
     * @param maxMessages the maximum number of messages in a batch
     * @param sealed whether its batches are sent as they are
     */
    BatchFrame(
            FrameBuffers buffers,
            int maxMessages,
            boolean sealed,
            int initialCapacity,
            int expectedMessages,
            long firstSequence,
            long openedNanos) {
        super(buffers, 1, initialCapacity, expectedMessages, firstSequence, openedNanos);
        this.maxMessages = maxMessages;
        this.sealed = sealed;
    }

    @Override
    int beginMessage(ByteBuf out, long id, @Nullable String filterValue) {
        if (inBatch == 0) {
            batchAt = PublishFrame.beginBatch(out);
        }
        encodedAt = out.writerIndex();
        return PublishFrame.beginMessage(out);
    }

    @Override
    int encodedLength() {
        return buffer().writerIndex() - encodedAt;
    }

    @Override
    int lengthAlone() {
        return PublishFrame.BATCH_HEADER_LENGTH + encodedLength();
    }

    @Override
    void takeEncoded(ByteBuf from, int length) {
        batchAt = PublishFrame.beginBatch(buffer());
        encodedAt = buffer().writerIndex();
        buffer().writeBytes(from, from.writerIndex() - length, length);
    }

    @Override
    void keep(long id, OutcomeListener outcome) {
        plainBytes += encodedLength();
        super.keep(id, outcome);
        inBatch++;
        // Brokers report an id of 0 also if nothing is stored. Alone, such a message is still recognised by them.
        if (inBatch == maxMessages || id == 0) {
            endBatch();
        }
    }

    private void endBatch() {
        PublishFrame.endBatch(buffer(), batchAt, slots().lastId(), inBatch);
        inBatch = 0;
        if (batches == ends.length) {
            ends = Arrays.copyOf(ends, 2 * batches);
        }
        ends[batches++] = slots().count();
    }

    @Override
    void close() {
        if (inBatch > 0) {
            endBatch();
        }
    }

    /** Whether it can be sent. */
    boolean isSealed() {
        return sealed;
    }

    @Override
    void taken() {
        taken = true;
        super.taken();
    }

    /** Whether it has left the queue. */
    boolean isTaken() {
        return taken;
    }

    /** Lets a closed frame be sent, with other data of its batches; null for the data that they have. */
    void seal(@Nullable ByteBuf compressed, FrameBuffers from) {
        sealed = true;
        if (compressed != null) {
            replace(compressed, from);
        }
    }

    @Override
    public int messageBytes() {
        return plainBytes;
    }

    @Override
    int entries() {
        return batches;
    }

    @Override
    int entryLength(ByteBuf frame, int entry) {
        return PublishFrame.batchLength(frame, entry);
    }

    @Override
    int entryMessages(ByteBuf frame, int entry) {
        return PublishFrame.batchMessages(frame, entry);
    }

    @Override
    int settle(long id, OutcomeConsumer each) {
        int batch = Arrays.binarySearch(ends, 0, batches, slots().indexOf(id) + 1);
        if (batch < 0) {
            return 0;
        }
        int settled = 0;
        for (int i = batch == 0 ? 0 : ends[batch - 1]; i < ends[batch]; i++) {
            OutcomeListener outcome = slots().settleAt(i);
            if (outcome != null) {
                each.accept(outcome, slots().idAt(i));
                settled++;
            }
        }
        return settled;
    }

    @Override
    MessageTooLargeException tooLarge(ByteBuf frame, int entry, int length, int room) {
        int overhead = PublishFrame.BATCH_HEADER_LENGTH + LENGTH_FIELD;
        return new MessageTooLargeException(length - overhead, room - overhead);
    }
}
