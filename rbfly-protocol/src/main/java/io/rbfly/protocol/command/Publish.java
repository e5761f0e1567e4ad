package io.rbfly.protocol.command;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ProtocolException;
import io.rbfly.protocol.wire.Wire;
import java.util.Arrays;
import java.util.List;

/**
 * Messages for a stream, protocol section 7. For tests and brokers: a client writes its messages straight into a frame
 * with {@link io.rbfly.protocol.frame.PublishFrame}, which has the same layout.
 *
 * <pre>
 *   publisher id uint8 | [ publishing id uint64 | length uint32 | message ]
 * </pre>
 *
 * @param publisherId 0 to 255
 * @param entries the messages in their order
 */
public record Publish(int publisherId, List<Entry> entries) implements OneWay {
    /** One message and its publishing id, which is unsigned. The bytes are not to be changed. */
    public record Entry(long publishingId, byte[] message) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Entry that
                    && publishingId == that.publishingId
                    && Arrays.equals(message, that.message);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(publishingId) + Arrays.hashCode(message);
        }

        private void write(ByteBuf out) {
            out.writeLong(publishingId);
            Wire.writeBytes(out, message);
        }

        private static Entry read(ByteBuf in) {
            long publishingId = Wire.readInt64(in);
            if (in.isReadable() && in.getByte(in.readerIndex()) < 0) {
                throw new ProtocolException("batch entry at index " + in.readerIndex() + " (expected: a message)");
            }
            return new Entry(publishingId, Wire.readBytes(in));
        }
    }

    public Publish {
        Check.uint8("publisherId", publisherId);
        entries = List.copyOf(entries);
    }

    @Override
    public CommandKey key() {
        return CommandKey.PUBLISH;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        out.writeByte(publisherId);
        Wire.writeList(out, entries, (buffer, entry) -> entry.write(buffer));
    }

    /** Reads the command. */
    public static Publish decode(ByteBuf in) {
        return new Publish(Wire.readUint8(in), Wire.readList(in, 12, Entry::read));
    }
}
