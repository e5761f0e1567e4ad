package io.rbfly.codec.amqp;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the entries of a {@link CompactMap}; nothing is allocated for a map that stays empty. */
final class CompactMapBuilder<K> {
    private static final Object[] NONE = {};
    private static final int FIRST_ENTRIES = 4;
    private static final int SCANNED = 8;

    private @Nullable Object[] entries = NONE;
    private int length;
    /** Where keys are, once there are too many to be scanned. */
    private @Nullable Map<Object, Integer> index;

    /** Sets an entry; one with an equal key is replaced in its place. */
    void put(K key, @Nullable Object value) {
        int at = find(key);
        if (at >= 0) {
            entries[at + 1] = value;
            return;
        }
        if (length == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(2 * FIRST_ENTRIES, 2 * length));
        }
        entries[length] = key;
        entries[length + 1] = value;
        if (index != null) {
            index.put(key, length);
        }
        length += 2;
    }

    void putAll(Map<? extends K, ?> map) {
        map.forEach(this::put);
    }

    /** The map of what was put; the builder can go on being used. */
    CompactMap<K> build() {
        if (length == 0) {
            return CompactMap.empty();
        }
        CompactMap<K> map = CompactMap.ofUnique(Arrays.copyOf(entries, length));
        if (map == null) {
            throw new IllegalArgumentException("map has equal keys: " + Arrays.toString(entries));
        }
        return map;
    }

    private int find(K key) {
        if (length > 2 * SCANNED) {
            return indexed().getOrDefault(key, -1);
        }
        for (int i = 0; i < length; i += 2) {
            if (key.equals(entries[i])) {
                return i;
            }
        }
        return -1;
    }

    private Map<Object, Integer> indexed() {
        Map<Object, Integer> found = index;
        if (found == null) {
            found = new HashMap<>();
            for (int i = 0; i < length; i += 2) {
                found.put(entries[i], i);
            }
            index = found;
        }
        return found;
    }
}
