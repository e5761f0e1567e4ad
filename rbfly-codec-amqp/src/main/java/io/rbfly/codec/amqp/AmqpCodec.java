package io.rbfly.codec.amqp;

import io.netty.buffer.ByteBuf;
import io.rbfly.codec.amqp.error.AmqpEncodeException;
import io.rbfly.codec.amqp.value.OutOfRoom;
import io.rbfly.codec.amqp.value.Output;
import io.rbfly.codec.amqp.value.Unencodable;
import org.jspecify.annotations.Nullable;

/** Writes messages into buffers. Reading starts at {@link AmqpMessage#decode(byte[], int, int)}. */
public final class AmqpCodec {
    private AmqpCodec() {}

    /**
     * Writes a message at the buffer's writer index. A byte array is written as a data section, an {@link AmqpMessage}
     * with all its sections, and any other value as an amqp-value section; see {@link AmqpMessage#of} for the types.
     *
     * <p>Values are written in their shortest encoding. No object is allocated except for iterators of the lists and
     * maps in the message.
     *
     * @return the number of octets written
     * @throws AmqpEncodeException if a value has no AMQP type, is nested deeper than 64 levels (or contains itself), or
     *     if the message does not fit into the buffer's maximum capacity; the writer index is then unchanged
     */
    @SuppressWarnings("exports") // only callers of this method need Netty
    public static int encode(@Nullable Object bodyOrMessage, ByteBuf out) {
        if (bodyOrMessage instanceof byte[] octets) {
            return DataWriter.write(octets, out);
        }
        if (bodyOrMessage instanceof EncodedMessage message) {
            return message.copyTo(out);
        }
        if (bodyOrMessage instanceof BuiltMessage message && message.isOnlyData()) {
            return DataWriter.write((byte[]) message.body[0], out);
        }
        Output output = Output.open(out);
        boolean committed = false;
        try {
            int length = output.commit(write(output, bodyOrMessage));
            committed = true;
            return length;
        } catch (Unencodable e) {
            throw e.toEncodeException();
        } finally {
            output.close(committed);
        }
    }

    private static int write(Output output, @Nullable Object bodyOrMessage) {
        while (true) {
            try {
                return bodyOrMessage instanceof BuiltMessage message
                        ? MessageWriter.write(output, output.start(), message)
                        : MessageWriter.writeValue(output, output.start(), bodyOrMessage);
            } catch (OutOfRoom e) {
                output.grow(e.octets());
            }
        }
    }
}
