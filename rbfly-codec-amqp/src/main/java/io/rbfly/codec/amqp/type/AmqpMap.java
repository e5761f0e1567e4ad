package io.rbfly.codec.amqp.type;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A received map. AMQP wants all keys of a map to differ, and those of most sections to be of one type, but not all
 * senders comply, and a {@link Map} cannot show what they send:
 *
 * <ul>
 *   <li>Of entries with equal keys, the map has the first, as RabbitMQ itself has it (some codecs take the last);
 *   <li>of a section with keys of one type, the map has the entries whose keys are of that type.
 * </ul>
 *
 * <p>{@link #allEntries} has the others too, and all are encoded again. Maps are {@linkplain ValueEquality equal} when
 * all their entries are.
 *
 * @param <K> type of the keys
 */
public interface AmqpMap<K extends @Nullable Object> extends Map<K, @Nullable Object> {
    /** Returns all entries in the order in which they came. Unmodifiable. */
    List<Map.Entry<@Nullable Object, @Nullable Object>> allEntries();

    /** Returns all entries of a map, those included that only {@link #allEntries()} has. */
    static Collection<? extends Map.Entry<?, ?>> allEntries(Map<?, ?> map) {
        return map instanceof AmqpMap<?> received ? received.allEntries() : map.entrySet();
    }
}
