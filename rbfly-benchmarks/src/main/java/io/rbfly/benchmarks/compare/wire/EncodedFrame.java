package io.rbfly.benchmarks.compare.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.codec.amqp.AmqpCodec;
import io.rbfly.protocol.frame.PublishFrame;
import java.nio.ByteBuffer;

/**
 * A Publish frame that is encoded once and sent many times. Bodies begin with a number of 8 bytes that can be changed.
 */
public final class EncodedFrame {
    private final ByteBuffer bytes;
    private final int[] numbersAt;

    private final int perConfirm;
    private final int messages;

    private EncodedFrame(ByteBuffer bytes, int[] numbersAt) {
        this.bytes = bytes;
        this.numbersAt = numbersAt;
        this.perConfirm = 1;
        this.messages = numbersAt.length;
    }

    private EncodedFrame(ByteBuffer bytes, int perConfirm, int messages) {
        this.bytes = bytes;
        this.numbersAt = new int[0];
        this.perConfirm = perConfirm;
        this.messages = messages;
    }

    /**
     * Encodes a message several times.
     *
     * @param message a message with its body at the end
     * @param bodySize length of that body, at least 8
     */
    public static EncodedFrame of(Object message, int bodySize, int messages) {
        ByteBuf out = Unpooled.directBuffer();
        int[] numbersAt = new int[messages];
        PublishFrame.begin(out, 1);
        for (int i = 0; i < messages; i++) {
            int entry = PublishFrame.beginEntry(out, i);
            AmqpCodec.encode(message, out);
            PublishFrame.endEntry(out, entry);
            numbersAt[i] = out.writerIndex() - bodySize;
        }
        PublishFrame.end(out, 0, 0, messages);
        return new EncodedFrame(out.nioBuffer(), numbersAt);
    }

    /** A frame with messages in batches of a number of them. */
    static EncodedFrame ofBatches(ByteBuffer bytes, int batchSize, int messages) {
        return new EncodedFrame(bytes, batchSize, messages);
    }

    /** Returns the maximum number of messages in a frame for a size of bodies. */
    public static int mostMessages(int bodySize) {
        return (RawConnection.FRAME_MAX - 100) / (bodySize + 300);
    }

    /** Numbers the bodies, starting with a number. */
    public EncodedFrame number(long first) {
        for (int i = 0; i < numbersAt.length; i++) {
            bytes.putLong(numbersAt[i], first + i);
        }
        return this;
    }

    int messages() {
        return messages;
    }

    /** The number of messages for which there is one confirm. */
    int perConfirm() {
        return perConfirm;
    }

    ByteBuffer bytes() {
        return bytes.duplicate();
    }
}
