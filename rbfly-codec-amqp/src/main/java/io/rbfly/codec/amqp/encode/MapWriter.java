package io.rbfly.codec.amqp.encode;

import io.rbfly.codec.amqp.type.ValueText;
import io.rbfly.codec.amqp.value.CompactMap;
import io.rbfly.codec.amqp.value.Output;
import io.rbfly.codec.amqp.value.TypeCode;
import io.rbfly.codec.amqp.value.Unencodable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps in the order of their entries. */
public final class MapWriter {
    /** The nesting depth of the entries of a section. */
    private static final int ENTRY_DEPTH = 1;

    private MapWriter() {}

    public static int write(Output out, int at, Map<?, ?> map, int depth) {
        int count = itemCount(map);
        int end = writeItems(out, Compound.open(out, at, TypeCode.MAP8), map, count, depth);
        return Compound.close(out, at, end, count);
    }

    /** Returns the number of keys and values that are written. */
    public static int itemCount(Map<?, ?> map) {
        return map instanceof CompactMap<?> compact ? compact.all().length : 2 * map.size();
    }

    /** Writes alternating keys and values; {@code count} is the number of both. */
    static int writeItems(Output out, int at, Map<?, ?> map, int count, int depth) {
        int inner = ValueWriter.deeper(depth);
        return map instanceof CompactMap<?> compact
                ? writeEntries(out, at, compact.all(), inner)
                : writeEntries(out, at, map, count, inner);
    }

    private static int writeEntries(Output out, int at, @Nullable Object[] entries, int depth) {
        int end = at;
        for (int i = 0; i < entries.length; i += 2) {
            end = writeEntry(out, end, entries[i], entries[i + 1], depth);
        }
        return end;
    }

    private static int writeEntries(Output out, int at, Map<?, ?> map, int count, int depth) {
        int end = at;
        int written = 0;
        boolean comparable = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = entry.getKey();
            end = writeEntry(out, end, key, entry.getValue(), depth);
            comparable &= key == null || key instanceof Comparable;
            written += 2;
        }
        if (written != count) {
            throw new Unencodable("map of " + count / 2 + " entries has " + written / 2);
        }
        if (!comparable) {
            requireUniqueKeys(map);
        }
        return end;
    }

    /**
     * Keys of types like byte[] may be equal in AMQP without being equal in Java; a map with equal keys could not be
     * read.
     */
    private static void requireUniqueKeys(Map<?, ?> map) {
        try {
            CompactMap.copyOf(map);
        } catch (IllegalArgumentException e) {
            throw new Unencodable("map has the same key twice");
        }
    }

    private static int writeEntry(Output out, int at, @Nullable Object key, @Nullable Object value, int depth) {
        int end;
        try {
            end = ValueWriter.write(out, at, key, depth);
        } catch (Unencodable e) {
            throw e.within("[key]");
        }
        try {
            return ValueWriter.write(out, end, value, depth);
        } catch (Unencodable e) {
            throw e.within("[" + ValueText.of(key) + "]");
        }
    }

    /**
     * Writes alternating keys and values for application properties, whose values must be of simple types. Received
     * values are written again whatever their type.
     *
     * @param received the properties of the message from which this one was built, if any
     */
    public static int writeSimpleEntries(
            Output out, int at, CompactMap<String> map, @Nullable Map<String, ?> received) {
        @Nullable Object[] entries = map.all();
        int end = at;
        for (int i = 0; i < entries.length; i += 2) {
            Object key = entries[i];
            Object value = entries[i + 1];
            try {
                end = key instanceof String text
                        ? ValueWriter.writeKey(out, end, text)
                        : ValueWriter.write(out, end, key, ENTRY_DEPTH);
                int next = ValueWriter.writeSimple(out, end, value);
                end = next == ValueWriter.NOT_WRITTEN ? writeReceived(out, end, map, key, value, received) : next;
            } catch (Unencodable e) {
                throw e.within("[" + ValueText.of(key) + "]");
            }
        }
        return end;
    }

    /**
     * Writes a value that is not of a simple type, if it was received: either it is in the received map, or the map
     * that is written hides its entry, which cannot be set by a caller.
     */
    private static int writeReceived(
            Output out,
            int at,
            CompactMap<String> map,
            @Nullable Object key,
            @Nullable Object value,
            @Nullable Map<String, ?> received) {
        if (map.get(key) != value || received != null && received.get(key) == value) {
            return ValueWriter.write(out, at, value, ENTRY_DEPTH);
        }
        throw ValueWriter.notSimple(value);
    }
}
