package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedByte;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of sections. Each method starts at the constructor of the section's value. Those for sections that many
 * messages have make the reader themselves: see {@link ValueReader#read(int)}.
 */
final class SectionReader {
    private static final int HEADER_FIELDS = 5;

    private SectionReader() {}

    /** Reads a header: a list of up to five fields, in which null is the default. */
    static MessageHeader header(ValueReader in) {
        int count = openFields(in, HEADER_FIELDS, "header");
        Boolean durable = count > 0 ? field(in, Boolean.class, "durable") : null;
        UnsignedByte priority = count > 1 ? field(in, UnsignedByte.class, "priority") : null;
        UnsignedInt ttl = count > 2 ? field(in, UnsignedInt.class, "ttl") : null;
        Boolean firstAcquirer = count > 3 ? field(in, Boolean.class, "first-acquirer") : null;
        UnsignedInt deliveryCount = count > 4 ? field(in, UnsignedInt.class, "delivery-count") : null;
        in.close(in.limit());
        return new MessageHeader(
                durable != null && durable,
                priority == null ? MessageHeader.DEFAULT_PRIORITY : priority.value(),
                ttl == null ? null : Duration.ofMillis(ttl.value()),
                firstAcquirer != null && firstAcquirer,
                deliveryCount == null ? 0 : deliveryCount.value());
    }

    /** Reads properties: a list of up to thirteen fields, in which null is a field that is not set. */
    static MessageProperties properties(byte[] array, int origin, int position, int limit) {
        ValueReader in = new ValueReader(array, origin, position, limit);
        int count = openFields(in, MessageProperties.COUNT, "properties");
        @Nullable Object[] fields = new Object[count];
        for (int i = 0; i < count; i++) {
            fields[i] = in.takeNull() ? null : property(in, i);
        }
        in.close(in.limit());
        return MessageProperties.of(fields);
    }

    private static @Nullable Object property(ValueReader in, int field) {
        if (field == MessageProperties.CONTENT_TYPE || field == MessageProperties.CONTENT_ENCODING) {
            return in.symbolText();
        }
        int start = in.position();
        Object value = in.read();
        if (value == null || isOfType(field, value)) {
            return value;
        }
        throw in.fail(MessageProperties.name(field) + " is of a wrong type", start);
    }

    private static boolean isOfType(int field, Object value) {
        return switch (field) {
            case MessageProperties.MESSAGE_ID, MessageProperties.CORRELATION_ID ->
                value instanceof String
                        || value instanceof UnsignedLong
                        || value instanceof UUID
                        || value instanceof byte[];
            case MessageProperties.USER_ID -> value instanceof byte[];
            case MessageProperties.ABSOLUTE_EXPIRY_TIME, MessageProperties.CREATION_TIME -> value instanceof Instant;
            case MessageProperties.GROUP_SEQUENCE -> value instanceof UnsignedInt;
            default -> value instanceof String;
        };
    }

    private static <T> @Nullable T field(ValueReader in, Class<T> type, String name) {
        int start = in.position();
        Object value = in.read();
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        throw in.fail(name + " is of a wrong type", start);
    }

    private static int openFields(ValueReader in, int most, String section) {
        int start = in.position();
        int code = in.octet();
        if (code == TypeCode.LIST0) {
            in.openEmpty();
            return 0;
        }
        int count = in.open(code);
        if (count > most) {
            throw in.fail(section + " has " + count + " fields (expected: at most " + most + ")", start);
        }
        return count;
    }

    /** Reads annotations or a footer: a map with symbols (or unsigned longs, which are reserved) as keys. */
    static Map<Object, @Nullable Object> annotations(ValueReader in, int section) {
        int start = in.position();
        @Nullable Object[] entries = new Object[in.openMap(in.octet())];
        for (int i = 0; i < entries.length; i += 2) {
            int keyStart = in.position();
            Object key = in.read();
            if (!(key instanceof Symbol) && !(key instanceof UnsignedLong)) {
                throw in.fail(SectionHead.name(section) + " has a key that is no symbol", keyStart);
            }
            entries[i] = key;
            entries[i + 1] = in.read();
        }
        in.close(in.limit());
        return in.mapOf(entries, start);
    }

    /**
     * Reads application properties: a map with strings as keys. Its values ought to be of simple types; as nothing is
     * gained by refusing others, they are read, too.
     */
    static Map<String, @Nullable Object> applicationProperties(ValueReader in) {
        int start = in.position();
        @Nullable Object[] entries = new Object[in.openMap(in.octet())];
        for (int i = 0; i < entries.length; i += 2) {
            int keyStart = in.position();
            String key = in.stringKey();
            if (key == null) {
                throw in.fail("application-properties has a key that is no string", keyStart);
            }
            entries[i] = key;
            entries[i + 1] = in.read();
        }
        in.close(in.limit());
        return in.mapOf(entries, start);
    }

    /** Reads one application property and skips the others; null when there is none of this name. */
    static @Nullable Object applicationProperty(byte[] array, int origin, int position, int limit, String name) {
        ValueReader in = new ValueReader(array, origin, position, limit);
        int count = in.openMap(in.octet());
        for (int i = 0; i < count; i += 2) {
            int keyStart = in.position();
            int code = in.octet();
            if (code != TypeCode.STRING8 && code != TypeCode.STRING32) {
                throw in.fail("application-properties has a key that is no string", keyStart);
            }
            int size = code == TypeCode.STRING8 ? in.octet() : in.int32();
            int start = in.take(size);
            if (matches(array, start, size, name)) {
                return in.read();
            }
            in.skip();
        }
        in.close(in.limit());
        return null;
    }

    private static boolean matches(byte[] array, int start, int size, String name) {
        int length = name.length();
        if (size < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (c > 0x7f) {
                return Utf8.malformedAt(array, start, start + size) < 0
                        && name.equals(new String(array, start, size, StandardCharsets.UTF_8));
            }
            if (c != array[start + i]) {
                return false;
            }
        }
        return size == length;
    }
}
