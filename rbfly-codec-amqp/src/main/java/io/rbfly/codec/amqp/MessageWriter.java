package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.type.UnsignedByte;
import io.rbfly.codec.amqp.type.UnsignedInt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the sections of a message in their order. Sections with nothing in them are left out, but for the body, which
 * every message has.
 */
final class MessageWriter {
    private MessageWriter() {}

    static void write(Output out, BuiltMessage message) {
        writeHeader(out, message.header());
        writeMap(out, SectionHead.DELIVERY_ANNOTATIONS, message.deliveryAnnotations);
        writeMap(out, SectionHead.MESSAGE_ANNOTATIONS, message.messageAnnotations);
        writeProperties(out, message.properties());
        writeApplicationProperties(out, message.applicationProperties);
        List<? extends @Nullable Object> sections = message.bodySections();
        for (int i = 0; i < sections.size(); i++) {
            try {
                writeBody(out, message.bodyType(), sections.get(i));
            } catch (Unencodable e) {
                throw e.within(sections.size() == 1 ? "body" : "body section " + i + " ");
            }
        }
        writeMap(out, SectionHead.FOOTER, message.footer);
    }

    /** Writes the body of a message that has nothing else: octets as data, all other values as amqp-value. */
    static void writeBareBody(Output out, @Nullable Object body) {
        try {
            writeBody(out, body instanceof byte[] ? BodyType.DATA : BodyType.VALUE, body);
        } catch (Unencodable e) {
            throw e.within("body");
        }
    }

    private static void writeBody(Output out, BodyType type, @Nullable Object section) {
        switch (type) {
            case DATA -> writeData(out, (byte[]) section);
            case SEQUENCE -> {
                writeHead(out, SectionHead.SEQUENCE);
                ValueWriter.writeList(out, (List<?>) section, 0);
            }
            case VALUE -> {
                writeHead(out, SectionHead.VALUE);
                ValueWriter.write(out, section, 0);
            }
        }
    }

    private static void writeData(Output out, byte[] bytes) {
        writeHead(out, SectionHead.DATA);
        ValueWriter.writeBinaryHead(out, bytes.length);
        out.putLong(bytes);
    }

    private static void writeHead(Output out, int section) {
        out.require(3);
        byte[] array = out.array;
        int position = out.position;
        array[position] = TypeCode.DESCRIBED;
        array[position + 1] = TypeCode.SMALL_ULONG;
        array[position + 2] = (byte) (SectionHead.FIRST_DESCRIPTOR + section);
        out.position = position + 3;
    }

    private static void writeHeader(Output out, MessageHeader header) {
        if (header.equals(MessageHeader.DEFAULT)) {
            return;
        }
        @Nullable
        Object[] fields = {
            header.durable() ? Boolean.TRUE : null,
            header.priority() == MessageHeader.DEFAULT_PRIORITY ? null : UnsignedByte.of(header.priority()),
            header.ttl() == null ? null : UnsignedInt.of(header.ttl().toMillis()),
            header.firstAcquirer() ? Boolean.TRUE : null,
            header.deliveryCount() == 0 ? null : UnsignedInt.of(header.deliveryCount())
        };
        int count = fields.length;
        while (fields[count - 1] == null) {
            count--;
        }
        writeHead(out, SectionHead.HEADER);
        int mark = Compound.open(out);
        for (int i = 0; i < count; i++) {
            ValueWriter.write(out, fields[i], 0);
        }
        Compound.close(out, mark, TypeCode.LIST8, count);
    }

    private static void writeProperties(Output out, MessageProperties properties) {
        @Nullable Object[] fields = properties.fields();
        if (fields.length == 0) {
            return;
        }
        writeHead(out, SectionHead.PROPERTIES);
        int mark = Compound.open(out);
        for (int i = 0; i < fields.length; i++) {
            writeProperty(out, i, fields[i]);
        }
        Compound.close(out, mark, TypeCode.LIST8, fields.length);
    }

    private static void writeProperty(Output out, int field, @Nullable Object value) {
        try {
            if (value instanceof String text
                    && (field == MessageProperties.CONTENT_TYPE || field == MessageProperties.CONTENT_ENCODING)) {
                ValueWriter.writeText(out, TypeCode.SYMBOL8, text);
            } else {
                ValueWriter.write(out, value, 0);
            }
        } catch (Unencodable e) {
            throw e.within("properties." + MessageProperties.name(field));
        }
    }

    private static void writeApplicationProperties(Output out, CompactMap<String> map) {
        try {
            MapWriter.requireSimpleValues(map);
        } catch (Unencodable e) {
            throw e.within(SectionHead.name(SectionHead.APPLICATION_PROPERTIES));
        }
        writeMap(out, SectionHead.APPLICATION_PROPERTIES, map);
    }

    private static void writeMap(Output out, int section, CompactMap<?> map) {
        if (map.isEmpty()) {
            return;
        }
        writeHead(out, section);
        try {
            MapWriter.write(out, map, 0);
        } catch (Unencodable e) {
            throw e.within(SectionHead.name(section));
        }
    }
}
