package io.rbfly.client.publish.frame;

import io.netty.buffer.ByteBuf;
import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.publish.outcome.OutcomeConsumer;
import io.rbfly.client.publish.outcome.OutcomeListener;
import io.rbfly.protocol.frame.PublishFrame;
import org.jspecify.annotations.Nullable;

/** A frame whose entries are messages. */
final class MessageFrame extends OutgoingFrame {
    private final boolean filtered;

    MessageFrame(
            FrameBuffers buffers,
            int version,
            int initialCapacity,
            int expectedMessages,
            long firstSequence,
            long openedNanos) {
        super(buffers, version, initialCapacity, expectedMessages, firstSequence, openedNanos);
        this.filtered = version != 1;
    }

    @Override
    int beginMessage(ByteBuf out, long id, @Nullable String filterValue) {
        return filtered ? PublishFrame.beginFilteredEntry(out, id, filterValue) : PublishFrame.beginEntry(out, id);
    }

    @Override
    int encodedLength() {
        return buffer().writerIndex() - end();
    }

    @Override
    int lengthAlone() {
        return encodedLength();
    }

    @Override
    void takeEncoded(ByteBuf from, int length) {
        buffer().writeBytes(from, from.writerIndex() - length, length);
    }

    @Override
    public int messageBytes() {
        return end() - PublishFrame.HEADER_LENGTH;
    }

    @Override
    int entries() {
        return slots().count();
    }

    @Override
    int entryLength(ByteBuf frame, int entry) {
        return PublishFrame.entryLength(frame, entry);
    }

    @Override
    int entryMessages(ByteBuf frame, int entry) {
        return 1;
    }

    @Override
    int settle(long id, OutcomeConsumer each) {
        OutcomeListener outcome = slots().settle(id);
        if (outcome == null) {
            return 0;
        }
        each.accept(outcome, id);
        return 1;
    }

    @Override
    MessageTooLargeException tooLarge(ByteBuf frame, int entry, int length, int room) {
        int message = PublishFrame.messageLength(frame, entry);
        return new MessageTooLargeException(message, room - (length - message));
    }
}
