package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.type.ValueEquality;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * An unmodifiable map in the order of its entries, all in one array: messages have many maps, and most are tiny.
 *
 * <p>Keys are looked up by {@link ValueEquality}, so a binary key is found by content. Up to {@value #SCANNED} entries are
 * scanned, more are hashed. The hash is seeded: whoever chooses the keys cannot choose them to collide.
 */
final class CompactMap<K extends @Nullable Object> extends AbstractMap<K, @Nullable Object> {
    private static final int SCANNED = 8;
    private static final long SEED = ThreadLocalRandom.current().nextLong();
    private static final CompactMap<?> EMPTY = new CompactMap<>(new Object[0], null);

    private final @Nullable Object[] entries;
    private final int @Nullable [] table;

    private CompactMap(@Nullable Object[] entries, int @Nullable [] table) {
        this.entries = entries;
        this.table = table;
    }

    @SuppressWarnings("unchecked")
    static <K extends @Nullable Object> CompactMap<K> empty() {
        return (CompactMap<K>) EMPTY;
    }

    /**
     * Returns the map of keys and values in turn, or null when a key is there twice.
     *
     * @param entries key, value, key, value, ...; the array becomes part of the map
     */
    static <K extends @Nullable Object> @Nullable CompactMap<K> ofUnique(@Nullable Object[] entries) {
        if (entries.length == 0) {
            return empty();
        }
        if (entries.length > 2 * SCANNED) {
            int[] table = hash(entries);
            return table == null ? null : new CompactMap<>(entries, table);
        }
        for (int i = 2; i < entries.length; i += 2) {
            if (scan(entries, i, entries[i]) >= 0) {
                return null;
            }
        }
        return new CompactMap<>(entries, null);
    }

    /** Returns a copy of a map whose keys are strings, symbols or numbers. */
    static <K extends @Nullable Object> CompactMap<K> copyOf(Map<? extends K, ?> map) {
        if (map instanceof CompactMap) {
            @SuppressWarnings("unchecked")
            CompactMap<K> same = (CompactMap<K>) map;
            return same;
        }
        @Nullable Object[] entries = new Object[2 * map.size()];
        int i = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            entries[i++] = entry.getKey();
            entries[i++] = entry.getValue();
        }
        CompactMap<K> copy = ofUnique(entries);
        if (copy == null) {
            throw new IllegalArgumentException("map has equal keys: " + map);
        }
        return copy;
    }

    /** Returns key and value in turn. Not to be changed. */
    @Nullable
    Object[] entries() {
        return entries;
    }

    @Override
    public int size() {
        return entries.length / 2;
    }

    @Override
    public boolean isEmpty() {
        return entries.length == 0;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(key) >= 0;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        int i = find(key);
        return i < 0 ? null : entries[i + 1];
    }

    @Override
    public Set<Map.Entry<K, @Nullable Object>> entrySet() {
        return new Entries();
    }

    private int find(@Nullable Object key) {
        if (table == null) {
            return scan(entries, entries.length, key);
        }
        int slot = slot(table, entries, key);
        return table[slot] - 1;
    }

    private static int scan(@Nullable Object[] entries, int end, @Nullable Object key) {
        for (int i = 0; i < end; i += 2) {
            if (ValueEquality.equal(entries[i], key)) {
                return i;
            }
        }
        return -1;
    }

    /** Fills a table of index + 1 of each key, at most half full; null when a key is there twice. */
    private static int @Nullable [] hash(@Nullable Object[] entries) {
        int[] table = new int[Integer.highestOneBit(entries.length) * 2];
        for (int i = 0; i < entries.length; i += 2) {
            int slot = slot(table, entries, entries[i]);
            if (table[slot] != 0) {
                return null;
            }
            table[slot] = i + 1;
        }
        return table;
    }

    /** Returns the slot that holds a key, or the free one where it belongs. */
    private static int slot(int[] table, @Nullable Object[] entries, @Nullable Object key) {
        int mask = table.length - 1;
        int slot = SeededHash.of(key, SEED) & mask;
        while (table[slot] != 0 && !ValueEquality.equal(entries[table[slot] - 1], key)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private final class Entries extends AbstractSet<Map.Entry<K, @Nullable Object>> {
        @Override
        public int size() {
            return CompactMap.this.size();
        }

        @Override
        public Iterator<Map.Entry<K, @Nullable Object>> iterator() {
            return new EntryIterator();
        }
    }

    private final class EntryIterator implements Iterator<Map.Entry<K, @Nullable Object>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < entries.length;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Map.Entry<K, @Nullable Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return new SimpleImmutableEntry<>((K) entries[next - 2], entries[next - 1]);
        }
    }
}
