package io.rbfly.codec.amqp.value;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CompactMap}; nothing is allocated for a map that stays empty.
 *
 * <p>It starts with a received map, if any, and retains the entries that this map does not contain. Setting a key
 * replaces all entries with that key.
 */
public final class CompactMapBuilder<K> {
    private static final Object[] NONE = {};
    private static final int FIRST_ENTRIES = 4;
    private static final int SCANNED = 8;

    private final MapKeys keys;
    private @Nullable Object[] entries = NONE;
    private int length;
    /** The indexes of keys, once there are too many to be scanned. */
    private @Nullable Map<Object, Integer> index;
    /**
     * Keys that were set after entries with possible duplicate keys were taken over; null if there cannot be
     * duplicates.
     */
    private @Nullable Set<Object> replaced;

    /** @param keys the keys that the map contains; entries with others are only retained */
    public CompactMapBuilder(MapKeys keys) {
        this.keys = keys;
    }

    /** Sets an entry; an entry with an equal key is replaced in place. */
    public void put(K key, @Nullable Object value) {
        if (replaced != null) {
            replaced.add(key);
        }
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

    /** Starts with all entries of a map. */
    public void putAll(Map<? extends K, ?> map) {
        if (length == 0 && map instanceof CompactMap<?> received && received.hidesEntries()) {
            entries = received.all().clone();
            length = entries.length;
            replaced = new HashSet<>();
        } else {
            map.forEach(this::put);
        }
    }

    /** Returns the map of the entries; the builder can still be used. */
    public CompactMap<K> build() {
        if (length == 0) {
            return CompactMap.empty();
        }
        return replaced == null
                ? CompactMap.ofReceived(Arrays.copyOf(entries, length), MapKeys.ANY)
                : CompactMap.ofReceived(withoutReplaced(replaced), keys);
    }

    /** Returns the entries without those whose key was set at another index. */
    private @Nullable Object[] withoutReplaced(Set<Object> replacedKeys) {
        @Nullable Object[] kept = new Object[length];
        int size = 0;
        for (int i = 0; i < length; i += 2) {
            Object key = entries[i];
            if (!keys.include(key) || !replacedKeys.contains(key) || find(key) == i) {
                kept[size++] = key;
                kept[size++] = entries[i + 1];
            }
        }
        return Arrays.copyOf(kept, size);
    }

    /** Returns the index of the first entry with a key, or -1. */
    private int find(@Nullable Object key) {
        if (length > 2 * SCANNED) {
            return indexed().getOrDefault(key, -1);
        }
        for (int i = 0; i < length; i += 2) {
            if (key != null && key.equals(entries[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Invalid keys are omitted: they are never looked up, and their hash codes may have been chosen to collide. */
    private Map<Object, Integer> indexed() {
        Map<Object, Integer> found = index;
        if (found == null) {
            found = new HashMap<>();
            for (int i = 0; i < length; i += 2) {
                Object key = entries[i];
                if (key != null && keys.include(key)) {
                    found.putIfAbsent(key, i);
                }
            }
            index = found;
        }
        return found;
    }
}
