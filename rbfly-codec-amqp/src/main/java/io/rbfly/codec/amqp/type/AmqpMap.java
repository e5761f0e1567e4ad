package io.rbfly.codec.amqp.type;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A received map. AMQP requires all keys of a map to be distinct, and those of most sections to be of one type, but not
 * all senders comply, and a {@link Map} cannot represent what they send:
 *
 * <ul>
 *   <li>Of entries with equal keys, the map contains the first, like RabbitMQ (some codecs use the last);
 *   <li>for a section with keys of one type, the map contains the entries whose keys are of that type.
 * </ul>
 *
 * <p>{@link #allEntries} also returns the others, and all are encoded again. Maps are {@linkplain ValueEquality equal}
 * if all their entries are.
 *
 * @param <K> type of the keys
 */
public interface AmqpMap<K extends @Nullable Object> extends Map<K, @Nullable Object> {
    /** Returns all entries in the order in which they were received. Unmodifiable. */
    List<Map.Entry<@Nullable Object, @Nullable Object>> allEntries();

    /** Returns all entries of a map, including those that only {@link #allEntries()} returns. */
    static Collection<? extends Map.Entry<?, ?>> allEntries(Map<?, ?> map) {
        return map instanceof AmqpMap<?> received ? received.allEntries() : map.entrySet();
    }
}
