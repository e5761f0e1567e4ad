package io.rbfly.codec.amqp.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of values of one type (array, AMQP 1.0 part 1, section 1.6.24). An empty array has an element type, too.
 *
 * <p>The elements of one array may share descriptors. As on the wire, they are stored once beside the values, not in a
 * {@link DescribedType} for each of them.
 *
 * <p>An element of a received array that cannot be decoded is an {@link UndecodedValue}.
 *
 * <p>Arrays are compared with {@link ValueEquality}: binary elements by content.
 */
public final class AmqpArray {
    private final AmqpType elementType;
    private final List<Object> descriptors;
    private final List<? extends @Nullable Object> values;

    private AmqpArray(AmqpType elementType, List<Object> descriptors, List<? extends @Nullable Object> values) {
        this.elementType = elementType;
        this.descriptors = descriptors;
        this.values = values;
    }

    /**
     * Returns an array of values without descriptors. The list is copied.
     *
     * @throws IllegalArgumentException if a value is not of the type
     */
    public static AmqpArray of(AmqpType elementType, List<? extends @Nullable Object> values) {
        List<@Nullable Object> copy = new ArrayList<>(values);
        for (int i = 0; i < copy.size(); i++) {
            if (!elementType.holds(copy.get(i)) && !(copy.get(i) instanceof UndecodedValue)) {
                throw new IllegalArgumentException("array element " + i + ": " + ValueText.of(copy.get(i))
                        + " (expected: " + elementType.javaType().getSimpleName() + ")");
            }
        }
        return new AmqpArray(elementType, List.of(), Collections.unmodifiableList(copy));
    }

    /**
     * Returns an array that repeats one value, in constant space.
     *
     * @throws IllegalArgumentException if the value is not of the type, or {@code count} is negative
     */
    public static AmqpArray ofRepeated(AmqpType elementType, @Nullable Object value, int count) {
        AmqpArray one = of(elementType, Collections.singletonList(value));
        return new AmqpArray(elementType, one.descriptors, Collections.nCopies(count, value));
    }

    /** Returns an array of signed 32-bit integers. */
    public static AmqpArray ofInts(int... values) {
        return of(AmqpType.INT, Arrays.stream(values).boxed().toList());
    }

    /** Returns an array of signed 64-bit integers. */
    public static AmqpArray ofLongs(long... values) {
        return of(AmqpType.LONG, Arrays.stream(values).boxed().toList());
    }

    /** Returns an array of strings. */
    public static AmqpArray ofStrings(String... values) {
        return of(AmqpType.STRING, Arrays.asList(values));
    }

    /** Returns an array of symbols. */
    public static AmqpArray ofSymbols(Symbol... values) {
        return of(AmqpType.SYMBOL, Arrays.asList(values));
    }

    /**
     * Returns this array with one more descriptor, which describes each element including its existing descriptors.
     *
     * @throws IllegalArgumentException if {@code descriptor} is neither a symbol nor an unsigned long
     */
    public AmqpArray describedBy(Object descriptor) {
        DescribedType.requireDescriptor(descriptor);
        List<Object> all = new ArrayList<>(descriptors.size() + 1);
        all.add(descriptor);
        all.addAll(descriptors);
        return new AmqpArray(elementType, List.copyOf(all), values);
    }

    /** Returns the type of all elements. */
    public AmqpType elementType() {
        return elementType;
    }

    /** Returns the descriptors of each element, the outermost first; usually empty. Unmodifiable. */
    public List<Object> descriptors() {
        return descriptors;
    }

    /** Returns the elements, without descriptors. Unmodifiable. */
    public List<? extends @Nullable Object> values() {
        return values;
    }

    /** Returns the number of elements. */
    public int size() {
        return values.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AmqpArray that
                && elementType == that.elementType
                && descriptors.equals(that.descriptors)
                && ValueEquality.equal(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * elementType.ordinal() + descriptors.hashCode()) + ValueEquality.hash(values);
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }
}
