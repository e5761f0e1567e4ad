package io.rbfly.codec.amqp;

import static java.util.Objects.requireNonNull;

import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import io.rbfly.codec.amqp.value.CompactMap;
import io.rbfly.codec.amqp.value.MapKeys;
import io.rbfly.codec.amqp.value.TypeCode;
import io.rbfly.codec.amqp.value.Utf8;
import io.rbfly.codec.amqp.value.ValueReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of sections. Each method starts at the constructor of the section's value. The methods for frequent
 * sections create the reader themselves: see {@link ValueReader#read(int)}.
 */
final class SectionReader {
    private SectionReader() {}

    /** Reads a header: a list of up to five fields, in which null is the default. */
    static MessageHeader header(ValueReader in) {
        @Nullable Object[] fields = new Object[openFields(in)];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = in.takeNull() ? null : headerField(in, i);
        }
        in.close(in.limit());
        return MessageHeader.of(fields);
    }

    private static Object headerField(ValueReader in, int field) {
        int index = in.index();
        Object value = requireNonNull(in.read());
        return MessageHeader.isOfType(field, value) ? value : new OddField(value, index);
    }

    /** Reads properties: a list of up to thirteen fields, in which null is a field that is not set. */
    static MessageProperties properties(byte[] array, int origin, int position, int limit) {
        ValueReader in = new ValueReader(array, origin, position, limit);
        @Nullable Object[] fields = new Object[openFields(in)];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = in.takeNull() ? null : property(in, i);
        }
        in.close(in.limit());
        return MessageProperties.of(fields);
    }

    private static Object property(ValueReader in, int field) {
        if (field == MessageProperties.CONTENT_TYPE || field == MessageProperties.CONTENT_ENCODING) {
            String text = in.symbolText();
            if (text != null) {
                return text;
            }
        }
        int index = in.index();
        Object value = requireNonNull(in.read());
        return isOfType(field, value) ? value : new OddField(value, index);
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
            case MessageProperties.TO,
                    MessageProperties.SUBJECT,
                    MessageProperties.REPLY_TO,
                    MessageProperties.GROUP_ID,
                    MessageProperties.REPLY_TO_GROUP_ID -> value instanceof String;
            default -> false; // symbols have been read already, and there are no more fields
        };
    }

    /** Opens a list of fields and returns their number, which may exceed the number of known fields. */
    private static int openFields(ValueReader in) {
        int code = in.octet();
        if (code == TypeCode.LIST0) {
            in.openEmpty();
            return 0;
        }
        return in.open(code);
    }

    /** Reads annotations or a footer: a map with symbols (or unsigned longs, which are reserved) as keys. */
    static Map<Object, @Nullable Object> annotations(ValueReader in) {
        @Nullable Object[] entries = new Object[in.openMap(in.octet())];
        boolean symbols = true;
        for (int i = 0; i < entries.length; i += 2) {
            Object key = in.read();
            symbols &= MapKeys.SYMBOLS.include(key);
            entries[i] = key;
            entries[i + 1] = in.read();
        }
        in.close(in.limit());
        return CompactMap.ofReceived(entries, symbols ? MapKeys.ANY : MapKeys.SYMBOLS);
    }

    /**
     * Reads application properties: a map with strings as keys. Its values should be of simple types; others are read
     * too, since rejecting them has no benefit.
     */
    static Map<String, @Nullable Object> applicationProperties(ValueReader in) {
        @Nullable Object[] entries = new Object[in.openMap(in.octet())];
        boolean strings = true;
        for (int i = 0; i < entries.length; i += 2) {
            String key = in.stringKey();
            if (key == null) {
                strings = false;
                entries[i] = in.read();
            } else {
                entries[i] = key;
            }
            entries[i + 1] = in.read();
        }
        in.close(in.limit());
        return CompactMap.ofReceived(entries, strings ? MapKeys.ANY : MapKeys.STRINGS);
    }

    /**
     * Reads one application property and skips the others; null if there is none with this name. If there are several,
     * it is the first, as in the map of all properties.
     */
    static @Nullable Object applicationProperty(byte[] array, int origin, int position, int limit, String name) {
        ValueReader in = new ValueReader(array, origin, position, limit);
        int count = in.openMap(in.octet());
        for (int i = 0; i < count; i += 2) {
            int code = in.peek();
            if (code == TypeCode.STRING8 || code == TypeCode.STRING32) {
                in.octet();
                int size = code == TypeCode.STRING8 ? in.octet() : in.int32();
                int start = in.take(size);
                if (matches(array, start, size, name)) {
                    return in.read();
                }
            } else {
                in.skip();
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
