package io.rbfly.codec.amqp.type;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Equality of AMQP values: equal values are the same value on the wire.
 *
 * <p>It is {@link Object#equals} except for
 *
 * <ul>
 *   <li>binary values, which are equal by content;
 *   <li>floats and doubles, which are equal if all bits are (so NaN values may differ);
 *   <li>maps, whose order is significant (AMQP 1.0 part 1, section 1.6.23), with {@linkplain AmqpMap#allEntries all
 *       their entries};
 *   <li>lists and maps, whose contents are compared by these rules.
 * </ul>
 */
public final class ValueEquality {
    private ValueEquality() {}

    /** Returns whether two values are the same AMQP value. */
    public static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null) {
            return false;
        }
        // Classes are checked before interfaces: finding out that a string is not a List takes longer than comparing
        // two strings.
        if (a instanceof String || a instanceof Record) {
            return a.equals(b);
        }
        if (a instanceof Number) {
            return equalNumbers(a, b);
        }
        if (a instanceof byte[] octets) {
            return b instanceof byte[] others && Arrays.equals(octets, others);
        }
        if (a instanceof List<?> list) {
            return b instanceof List<?> others && equalLists(list, others);
        }
        if (a instanceof Map<?, ?> map) {
            return b instanceof Map<?, ?> others && equalMaps(map, others);
        }
        return a.equals(b);
    }

    private static boolean equalNumbers(Object a, Object b) {
        if (a instanceof Float x) {
            return b instanceof Float y && Float.floatToRawIntBits(x) == Float.floatToRawIntBits(y);
        }
        if (a instanceof Double x) {
            return b instanceof Double y && Double.doubleToRawLongBits(x) == Double.doubleToRawLongBits(y);
        }
        return a.equals(b);
    }

    /** Returns a hash code that is the same for values that are {@link #equal}. */
    public static int hash(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return Arrays.hashCode(bytes);
        }
        if (value instanceof List<?> list) {
            int hash = 1;
            for (Object item : list) {
                hash = 31 * hash + hash(item);
            }
            return hash;
        }
        if (value instanceof Map<?, ?> map) {
            int hash = 7;
            for (Map.Entry<?, ?> entry : AmqpMap.allEntries(map)) {
                hash = 31 * (31 * hash + hash(entry.getKey())) + hash(entry.getValue());
            }
            return hash;
        }
        return Objects.hashCode(value);
    }

    private static boolean equalLists(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<?> others = b.iterator();
        for (Object item : a) {
            if (!others.hasNext() || !equal(item, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(Map<?, ?> a, Map<?, ?> b) {
        Collection<? extends Map.Entry<?, ?>> entriesOfA = AmqpMap.allEntries(a);
        Collection<? extends Map.Entry<?, ?>> entriesOfB = AmqpMap.allEntries(b);
        if (entriesOfA.size() != entriesOfB.size()) {
            return false;
        }
        Iterator<? extends Map.Entry<?, ?>> others = entriesOfB.iterator();
        for (Map.Entry<?, ?> entry : entriesOfA) {
            if (!others.hasNext()) {
                return false;
            }
            Map.Entry<?, ?> other = others.next();
            if (!equal(entry.getKey(), other.getKey()) || !equal(entry.getValue(), other.getValue())) {
                return false;
            }
        }
        return true;
    }
}
