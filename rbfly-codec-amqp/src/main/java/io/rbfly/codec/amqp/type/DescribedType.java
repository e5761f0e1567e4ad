package io.rbfly.codec.amqp.type;

import org.jspecify.annotations.Nullable;

/**
 * A value with a descriptor that gives it a meaning beyond its type (AMQP 1.0 part 1, section 1.2).
 *
 * <p>Values are compared with {@link ValueEquality}: binary values by content.
 *
 * @param descriptor a {@link Symbol} or an {@link UnsignedLong}; the specification reserves all other types
 * @param value the described value, which may be described again
 */
public record DescribedType(Object descriptor, @Nullable Object value) {
    /** @throws IllegalArgumentException if {@code descriptor} is neither a symbol nor an unsigned long */
    public DescribedType {
        requireDescriptor(descriptor);
    }

    static void requireDescriptor(@Nullable Object descriptor) {
        if (!(descriptor instanceof Symbol) && !(descriptor instanceof UnsignedLong)) {
            String found = descriptor == null ? "null" : descriptor.getClass().getName();
            throw new IllegalArgumentException("descriptor: " + found + " (expected: Symbol or UnsignedLong)");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DescribedType that
                && descriptor.equals(that.descriptor)
                && ValueEquality.equal(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * descriptor.hashCode() + ValueEquality.hash(value);
    }

    @Override
    public String toString() {
        return ValueText.of(this);
    }
}
