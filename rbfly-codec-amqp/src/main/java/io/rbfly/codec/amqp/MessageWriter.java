package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.encode.Compound;
import io.rbfly.codec.amqp.encode.MapWriter;
import io.rbfly.codec.amqp.encode.ValueWriter;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.value.CompactMap;
import io.rbfly.codec.amqp.value.Output;
import io.rbfly.codec.amqp.value.SectionHead;
import io.rbfly.codec.amqp.value.TypeCode;
import io.rbfly.codec.amqp.value.Unencodable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the sections of a message in order. Empty sections are omitted, except for the body, which every message has.
 */
final class MessageWriter {
    /** The nesting depth of the fields of a section. */
    private static final int FIELD_DEPTH = 1;

    private MessageWriter() {}

    static int write(Output out, int start, BuiltMessage message) {
        int at = writeHeader(out, start, message.header());
        at = writeMap(out, at, SectionHead.DELIVERY_ANNOTATIONS, message.deliveryAnnotations);
        at = writeMap(out, at, SectionHead.MESSAGE_ANNOTATIONS, message.messageAnnotations);
        at = writeProperties(out, at, message.properties());
        at = writeApplicationProperties(out, at, message);
        at = writeBody(out, at, message);
        return writeMap(out, at, SectionHead.FOOTER, message.footer);
    }

    /** Writes a message that consists of a body only, which is not binary, as amqp-value. */
    static int writeValue(Output out, int start, @Nullable Object body) {
        try {
            return writeBody(out, start, BodyType.VALUE, body);
        } catch (Unencodable e) {
            throw e.within("body");
        }
    }

    private static int writeBody(Output out, int at, BuiltMessage message) {
        @Nullable Object[] sections = message.body;
        int end = at;
        for (int i = 0; i < sections.length; i++) {
            try {
                end = writeBody(out, end, message.bodyType(), sections[i]);
            } catch (Unencodable e) {
                throw e.within(sections.length == 1 ? "body" : "body section " + i + " ");
            }
        }
        return end;
    }

    private static int writeBody(Output out, int at, BodyType type, @Nullable Object section) {
        return switch (type) {
            case DATA -> writeData(out, at, (byte[]) Objects.requireNonNull(section));
            case SEQUENCE ->
                ValueWriter.writeList(
                        out, writeHead(out, at, SectionHead.SEQUENCE), (List<?>) Objects.requireNonNull(section), 0);
            case VALUE -> ValueWriter.write(out, writeHead(out, at, SectionHead.VALUE), section, 0);
        };
    }

    private static int writeData(Output out, int at, byte[] octets) {
        int value = writeHead(out, at, SectionHead.DATA);
        return out.putMany(ValueWriter.writeBinaryHead(out, value, octets.length), octets);
    }

    /** Writes the head of a section, without the constructor of its value. */
    private static int writeHead(Output out, int at, int section) {
        out.require(at, Integer.BYTES);
        out.set32(at, SectionHead.octets(section, 0));
        return at + SectionHead.LENGTH;
    }

    private static int writeHeader(Output out, int at, MessageHeader header) {
        return header == MessageHeader.DEFAULT || header.equals(MessageHeader.DEFAULT)
                ? at
                : writeHeaderFields(out, at, header);
    }

    private static int writeHeaderFields(Output out, int at, MessageHeader header) {
        @Nullable Object[] fields = header.fields();
        int count = fields.length;
        while (fields[count - 1] == null) {
            count--;
        }
        int end = Compound.openSection(out, at, SectionHead.HEADER, TypeCode.LIST8);
        for (int i = 0; i < count; i++) {
            Object value = fields[i];
            end = value instanceof OddField odd
                    ? writeOddField(out, end, odd)
                    : ValueWriter.write(out, end, value, FIELD_DEPTH);
        }
        return Compound.close(out, at + SectionHead.LENGTH, end, count);
    }

    private static int writeOddField(Output out, int at, Object field) {
        return ValueWriter.write(out, at, ((OddField) field).value(), FIELD_DEPTH);
    }

    private static int writeProperties(Output out, int at, MessageProperties properties) {
        @Nullable Object[] fields = properties.fields();
        if (fields.length == 0) {
            return at;
        }
        int end = Compound.openSection(out, at, SectionHead.PROPERTIES, TypeCode.LIST8);
        int field = 0;
        try {
            for (; field < fields.length; field++) {
                Object value = fields[field];
                end = value == null ? out.put8(end, TypeCode.NULL) : writeProperty(out, end, field, value);
            }
        } catch (Unencodable e) {
            throw e.within("properties." + MessageProperties.name(field));
        }
        return Compound.close(out, at + SectionHead.LENGTH, end, fields.length);
    }

    /** Writes a field, whose type is determined by its number, except for ids and invalid fields. */
    private static int writeProperty(Output out, int at, int field, Object value) {
        return switch (field) {
            case MessageProperties.MESSAGE_ID, MessageProperties.CORRELATION_ID, MessageProperties.USER_ID -> {
                int end = ValueWriter.writeSimple(out, at, value);
                yield end == ValueWriter.NOT_WRITTEN ? writeOddField(out, at, value) : end;
            }
            case MessageProperties.CONTENT_TYPE, MessageProperties.CONTENT_ENCODING ->
                value instanceof String text ? ValueWriter.writeSymbol(out, at, text) : writeOddField(out, at, value);
            case MessageProperties.ABSOLUTE_EXPIRY_TIME, MessageProperties.CREATION_TIME ->
                value instanceof Instant time
                        ? ValueWriter.writeTimestamp(out, at, time)
                        : writeOddField(out, at, value);
            case MessageProperties.GROUP_SEQUENCE ->
                value instanceof UnsignedInt number
                        ? ValueWriter.writeUnsignedInt(out, at, number)
                        : writeOddField(out, at, value);
            default ->
                value instanceof String text ? ValueWriter.writeString(out, at, text) : writeOddField(out, at, value);
        };
    }

    private static int writeApplicationProperties(Output out, int at, BuiltMessage message) {
        CompactMap<String> map = message.applicationProperties;
        int count = MapWriter.itemCount(map);
        if (count == 0) {
            return at;
        }
        int end = Compound.openSection(out, at, SectionHead.APPLICATION_PROPERTIES, TypeCode.MAP8);
        try {
            end = MapWriter.writeSimpleEntries(out, end, map, message.receivedProperties);
        } catch (Unencodable e) {
            throw e.within(SectionHead.name(SectionHead.APPLICATION_PROPERTIES));
        }
        return Compound.close(out, at + SectionHead.LENGTH, end, count);
    }

    private static int writeMap(Output out, int at, int section, CompactMap<?> map) {
        if (MapWriter.itemCount(map) == 0) {
            return at;
        }
        try {
            return MapWriter.write(out, writeHead(out, at, section), map, 0);
        } catch (Unencodable e) {
            throw e.within(SectionHead.name(section));
        }
    }
}
