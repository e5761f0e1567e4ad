package io.rbfly.codec.amqp.type;

import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Formats AMQP values as text for people. Long values are truncated, so the text of any message is short; the text of a
 * value includes its type only if it would otherwise be ambiguous.
 */
public final class ValueText {
    private static final int MAX_CHARS = 100;
    private static final int MAX_OCTETS = 32;
    private static final int MAX_ITEMS = 20;
    private static final int MAX_TOTAL_CHARS = 2000;

    private final StringBuilder text;
    private final int end;

    private ValueText(StringBuilder text) {
        this.text = text;
        this.end = text.length() + MAX_TOTAL_CHARS;
    }

    /** Returns the text of a value. */
    public static String of(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    /** Appends the text of a value. */
    public static void append(StringBuilder text, @Nullable Object value) {
        new ValueText(text).append(value);
    }

    private void append(@Nullable Object value) {
        if (value instanceof String string) {
            appendString(string);
        } else if (value instanceof byte[] bytes) {
            appendBinary(bytes);
        } else if (value instanceof List<?> list) {
            appendList(list);
        } else if (value instanceof Map<?, ?> map) {
            appendMap(map);
        } else if (value instanceof AmqpArray array) {
            appendArray(array);
        } else if (value instanceof DescribedType described) {
            text.append('@').append(described.descriptor()).append(' ');
            append(text.length() < end ? described.value() : "...");
        } else {
            text.append(value);
        }
    }

    private void appendString(String string) {
        text.append('"').append(string, 0, Math.min(string.length(), MAX_CHARS)).append('"');
        if (string.length() > MAX_CHARS) {
            text.append("... (").append(string.length()).append(" chars)");
        }
    }

    private void appendBinary(byte[] bytes) {
        int shown = Math.min(bytes.length, MAX_OCTETS);
        text.append("0x").append(HexFormat.of().formatHex(bytes, 0, shown));
        if (shown < bytes.length) {
            text.append("... (").append(bytes.length).append(" bytes)");
        }
    }

    private void appendArray(AmqpArray array) {
        for (Object descriptor : array.descriptors()) {
            text.append('@').append(descriptor).append(' ');
        }
        text.append(array.elementType().name().toLowerCase(Locale.ROOT));
        appendList(array.values());
    }

    private void appendList(List<?> list) {
        text.append('[');
        int shown = 0;
        for (Object item : list) {
            if (!begin(shown++, list.size())) {
                break;
            }
            append(item);
        }
        text.append(']');
    }

    private void appendMap(Map<?, ?> map) {
        text.append('{');
        int shown = 0;
        Collection<? extends Map.Entry<?, ?>> entries = AmqpMap.allEntries(map);
        for (Map.Entry<?, ?> entry : entries) {
            if (!begin(shown++, entries.size())) {
                break;
            }
            append(entry.getKey());
            text.append('=');
            append(entry.getValue());
        }
        text.append('}');
    }

    /** Starts an item; returns false if this and the items after it are to be omitted. */
    private boolean begin(int shown, int size) {
        if (shown > 0) {
            text.append(", ");
        }
        if (shown < MAX_ITEMS && text.length() < end) {
            return true;
        }
        text.append("... (").append(size).append(" items)");
        return false;
    }
}
