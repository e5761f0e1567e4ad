package io.rbfly.codec.amqp;

import io.netty.buffer.ByteBuf;
import io.rbfly.codec.amqp.error.AmqpEncodeException;
import io.rbfly.codec.amqp.value.Output;
import io.rbfly.codec.amqp.value.SectionHead;
import io.rbfly.codec.amqp.value.TypeCode;
import io.rbfly.codec.amqp.value.ValueReader;

/** Writes the most frequent messages, which are a single data section. */
final class DataWriter {
    private static final int SHORT_HEAD = SectionHead.octets(SectionHead.DATA, TypeCode.BINARY8);
    private static final int LONG_HEAD = SectionHead.octets(SectionHead.DATA, TypeCode.BINARY32);

    private DataWriter() {}

    /** Returns whether octets are a single data section of up to 255 octets. */
    static boolean isShortData(byte[] array, int start, int end) {
        return end - start > Integer.BYTES
                && (int) ValueReader.INT.get(array, start) == SHORT_HEAD
                && (array[start + Integer.BYTES] & 0xff) == end - start - Integer.BYTES - 1;
    }

    static int write(byte[] octets, ByteBuf out) {
        int length = octets.length;
        boolean isShort = length <= 0xff;
        int data = Integer.BYTES + (isShort ? 1 : Integer.BYTES);
        if (length > Output.MAX_LENGTH - data || length + data > out.maxWritableBytes()) {
            throw new AmqpEncodeException(
                    "body", length + " octets do not fit into a buffer of at most " + out.maxCapacity() + " octets");
        }
        out.ensureWritable(data + length);
        int start = out.writerIndex();
        if (isShort) {
            out.setInt(start, SHORT_HEAD);
            out.setByte(start + Integer.BYTES, length);
        } else {
            out.setInt(start, LONG_HEAD);
            out.setInt(start + Integer.BYTES, length);
        }
        out.setBytes(start + data, octets);
        out.writerIndex(start + data + length);
        return data + length;
    }
}
