package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.DescribedType;
import io.rbfly.codec.amqp.type.ValueText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps in the order of their entries. */
final class MapWriter {
    private MapWriter() {}

    static void write(Output out, Map<?, ?> map, int depth) {
        int mark = Compound.open(out);
        int count = writeItems(out, map, depth);
        Compound.close(out, mark, TypeCode.MAP8, count);
    }

    /** Writes keys and values in turn, and returns the number of both. */
    static int writeItems(Output out, Map<?, ?> map, int depth) {
        int inner = ValueWriter.deeper(depth);
        if (map instanceof CompactMap<?> compact) {
            @Nullable Object[] entries = compact.entries();
            for (int i = 0; i < entries.length; i += 2) {
                writeEntry(out, entries[i], entries[i + 1], inner);
            }
            return entries.length;
        }
        int count = 0;
        boolean comparable = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            writeEntry(out, entry.getKey(), entry.getValue(), inner);
            comparable &= entry.getKey() == null || entry.getKey() instanceof Comparable;
            count += 2;
        }
        if (!comparable) {
            requireUniqueKeys(map);
        }
        return count;
    }

    /** Keys such as byte[] may be equal in AMQP without being equal in Java; such a map could not be read. */
    private static void requireUniqueKeys(Map<?, ?> map) {
        try {
            CompactMap.copyOf(map);
        } catch (IllegalArgumentException e) {
            throw new Unencodable("map has the same key twice");
        }
    }

    private static void writeEntry(Output out, @Nullable Object key, @Nullable Object value, int depth) {
        try {
            ValueWriter.write(out, key, depth);
        } catch (Unencodable e) {
            throw e.within("[key]");
        }
        try {
            ValueWriter.write(out, value, depth);
        } catch (Unencodable e) {
            throw e.within("[" + ValueText.of(key) + "]");
        }
    }

    /** Refuses values that are not simple, as application properties require (AMQP 1.0 part 3, section 3.2.5). */
    static void requireSimpleValues(CompactMap<?> map) {
        @Nullable Object[] entries = map.entries();
        for (int i = 1; i < entries.length; i += 2) {
            Object value = entries[i];
            if (value instanceof List
                    || value instanceof Map
                    || value instanceof AmqpArray
                    || value instanceof DescribedType) {
                throw new Unencodable(value.getClass().getTypeName() + " (expected: a value of a simple type)")
                        .within("[" + ValueText.of(entries[i - 1]) + "]");
            }
        }
    }
}
