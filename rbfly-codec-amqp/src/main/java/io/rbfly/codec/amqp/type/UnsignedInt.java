package io.rbfly.codec.amqp.type;

/**
 * An unsigned integer of 32 bits (uint, AMQP 1.0 part 1, section 1.6.5).
 *
 * @param value 0 to 4294967295
 */
public record UnsignedInt(long value) implements Comparable<UnsignedInt> {
    /** The largest value, 2^32 - 1. */
    public static final long MAX_VALUE = 0xffff_ffffL;

    /** @throws IllegalArgumentException if {@code value} is not in 0 to 4294967295 */
    public UnsignedInt {
        if (value < 0 || value > MAX_VALUE) {
            throw new IllegalArgumentException("uint: " + value + " (expected: 0 to 4294967295)");
        }
    }

    /**
     * Returns the unsigned int of a value.
     *
     * @throws IllegalArgumentException if {@code value} is not in 0 to 4294967295
     */
    public static UnsignedInt of(long value) {
        return new UnsignedInt(value);
    }

    @Override
    public int compareTo(UnsignedInt other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
