package io.rbfly.protocol.command.publishing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ProtocolException;
import io.rbfly.protocol.wire.Wire;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to a stream, protocol section 7. For tests and brokers: a client writes its messages directly into a
 * frame with {@link io.rbfly.protocol.frame.PublishFrame}, which has the same layout.
 *
 * <pre>
 *   version 1:  publisher id uint8 | [ publishing id uint64 | length uint32 | message ]
 *   version 2:  publisher id uint8 | [ publishing id uint64 | filter value string, may be null | length uint32 | message ]
 * </pre>
 *
 * @param publisherId 0 to 255
 * @param version 1, or {@link #WITH_FILTER_VALUES}
 * @param entries the messages in order; without filter values in version 1
 */
public record Publish(int publisherId, int version, List<Entry> entries) implements OneWay {
    /** The version in which each message has a filter value. */
    public static final int WITH_FILTER_VALUES = 2;

    /**
     * One message.
     *
     * @param publishingId unsigned
     * @param filterValue null for none
     * @param message must not be modified
     */
    public record Entry(long publishingId, @Nullable String filterValue, byte[] message) {
        /** A message without a filter value. */
        public Entry(long publishingId, byte[] message) {
            this(publishingId, null, message);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Entry that
                    && publishingId == that.publishingId
                    && Objects.equals(filterValue, that.filterValue)
                    && Arrays.equals(message, that.message);
        }

        @Override
        public int hashCode() {
            return 31 * Objects.hash(publishingId, filterValue) + Arrays.hashCode(message);
        }

        private void write(ByteBuf out, int version) {
            out.writeLong(publishingId);
            if (version == WITH_FILTER_VALUES) {
                Wire.writeNullableString(out, filterValue);
            }
            Wire.writeBytes(out, message);
        }

        private static Entry read(ByteBuf in, int version) {
            long publishingId = Wire.readInt64(in);
            String filterValue = version == WITH_FILTER_VALUES ? Wire.readNullableString(in) : null;
            if (in.isReadable() && in.getByte(in.readerIndex()) < 0) {
                throw new ProtocolException("batch entry at index " + in.readerIndex() + " (expected: a message)");
            }
            return new Entry(publishingId, filterValue, Wire.readBytes(in));
        }
    }

    public Publish {
        Check.uint8("publisherId", publisherId);
        if (version != 1 && version != WITH_FILTER_VALUES) {
            throw new IllegalArgumentException("version: " + version + " (expected: 1 or 2)");
        }
        entries = List.copyOf(entries);
        if (version == 1 && entries.stream().anyMatch(entry -> entry.filterValue != null)) {
            throw new IllegalArgumentException("version: 1 (expected: 2, as there are filter values)");
        }
    }

    /** Messages without filter values. */
    public Publish(int publisherId, List<Entry> entries) {
        this(publisherId, 1, entries);
    }

    @Override
    public CommandKey key() {
        return CommandKey.PUBLISH;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        out.writeByte(publisherId);
        Wire.writeList(out, entries, (buffer, entry) -> entry.write(buffer, version));
    }

    /** Reads the command in one of its versions. */
    public static Publish decode(ByteBuf in, int version) {
        return new Publish(Wire.readUint8(in), version, Wire.readList(in, 12, entry -> Entry.read(entry, version)));
    }
}
