package io.rbfly.codec.amqp.value;

import io.rbfly.codec.amqp.type.AmqpMap;
import io.rbfly.codec.amqp.type.ValueEquality;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * An unmodifiable map that keeps its entries in order in one array: messages have many maps, and most are small.
 *
 * <p>A received map may have entries that a map cannot contain, see {@link AmqpMap}: it retains and writes them.
 *
 * <p>Keys are looked up by {@link ValueEquality}, so a binary key is found by content. Up to {@value #SCANNED} entries
 * are scanned, more are hashed. The hash is seeded, so that the sender of the keys cannot choose colliding ones.
 */
public final class CompactMap<K extends @Nullable Object> extends AbstractMap<K, @Nullable Object>
        implements AmqpMap<K> {
    private static final int SCANNED = 8;
    private static final long SEED = ThreadLocalRandom.current().nextLong();
    private static final CompactMap<?> EMPTY = new CompactMap<>(new Object[0], null, new Object[0]);

    private final @Nullable Object[] entries;
    private final int @Nullable [] table;

    /** All entries in order; the same array as {@link #entries} if that has all of them. */
    private final @Nullable Object[] all;

    private CompactMap(@Nullable Object[] entries, int @Nullable [] table, @Nullable Object[] all) {
        this.entries = entries;
        this.table = table;
        this.all = all;
    }

    @SuppressWarnings("unchecked")
    public static <K extends @Nullable Object> CompactMap<K> empty() {
        return (CompactMap<K>) EMPTY;
    }

    /**
     * Returns the map of alternating keys and values, or null if there is a duplicate key.
     *
     * @param entries key, value, key, value, ...; the array becomes part of the map
     */
    public static <K extends @Nullable Object> @Nullable CompactMap<K> ofUnique(@Nullable Object[] entries) {
        if (entries.length == 0) {
            return empty();
        }
        if (entries.length > 2 * SCANNED) {
            int[] table = hash(entries);
            return table == null ? null : new CompactMap<>(entries, table, entries);
        }
        for (int i = 2; i < entries.length; i += 2) {
            if (scan(entries, i, entries[i]) >= 0) {
                return null;
            }
        }
        return new CompactMap<>(entries, null, entries);
    }

    /**
     * Returns the map of alternating keys and values, which may have duplicate keys, or keys that are not of the type
     * of the map.
     *
     * @param keys which entries the map contains; the others are only retained
     */
    public static <K extends @Nullable Object> CompactMap<K> ofReceived(@Nullable Object[] entries, MapKeys keys) {
        CompactMap<K> map = keys == MapKeys.ANY ? ofUnique(entries) : null;
        return map == null ? ofSome(entries, keys) : map;
    }

    private static <K extends @Nullable Object> CompactMap<K> ofSome(@Nullable Object[] all, MapKeys keys) {
        @Nullable Object[] entries = new Object[all.length];
        int length = 0;
        int[] table = all.length > 2 * SCANNED ? new int[Integer.highestOneBit(all.length) * 2] : null;
        for (int i = 0; i < all.length; i += 2) {
            Object key = all[i];
            if (!keys.include(key) || !isFirst(entries, length, table, key)) {
                continue;
            }
            entries[length++] = key;
            entries[length++] = all[i + 1];
        }
        return new CompactMap<>(Arrays.copyOf(entries, length), table, all);
    }

    /** Returns whether a key is not among the entries so far, and if so, adds it to the table. */
    private static boolean isFirst(
            @Nullable Object[] entries, int length, int @Nullable [] table, @Nullable Object key) {
        if (table == null) {
            return scan(entries, length, key) < 0;
        }
        int slot = slot(table, entries, key);
        if (table[slot] != 0) {
            return false;
        }
        table[slot] = length + 1;
        return true;
    }

    /** Returns a copy of a map whose keys are strings, symbols or numbers. */
    public static <K extends @Nullable Object> CompactMap<K> copyOf(Map<? extends K, ?> map) {
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

    /** Returns the alternating keys and values of all entries. Must not be modified. */
    @Nullable
    public Object[] all() {
        return all;
    }

    /** Returns whether there are entries that the map does not contain. */
    boolean hidesEntries() {
        return all != entries;
    }

    @Override
    public List<Map.Entry<@Nullable Object, @Nullable Object>> allEntries() {
        return new AllEntries(all);
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

    /** Creates a table of index + 1 of each key, at most half full; null if there is a duplicate key. */
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

    /** Returns the slot that has a key, or the free slot for it. */
    private static int slot(int[] table, @Nullable Object[] entries, @Nullable Object key) {
        int mask = table.length - 1;
        int slot = SeededHash.of(key, SEED) & mask;
        while (table[slot] != 0 && !ValueEquality.equal(entries[table[slot] - 1], key)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static final class AllEntries extends AbstractList<Map.Entry<@Nullable Object, @Nullable Object>>
            implements RandomAccess {
        private final @Nullable Object[] all;

        AllEntries(@Nullable Object[] all) {
            this.all = all;
        }

        @Override
        public int size() {
            return all.length / 2;
        }

        @Override
        public Map.Entry<@Nullable Object, @Nullable Object> get(int index) {
            Objects.checkIndex(index, size());
            return new SimpleImmutableEntry<>(all[2 * index], all[2 * index + 1]);
        }
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
