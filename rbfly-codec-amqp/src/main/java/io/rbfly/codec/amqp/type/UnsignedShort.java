package io.rbfly.codec.amqp.type;

/**
 * An unsigned integer of 16 bits (ushort, AMQP 1.0 part 1, section 1.6.4).
 *
 * @param value 0 to 65535
 */
public record UnsignedShort(int value) implements Comparable<UnsignedShort> {
    /** @throws IllegalArgumentException if {@code value} is not in 0 to 65535 */
    public UnsignedShort {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("ushort: " + value + " (expected: 0 to 65535)");
        }
    }

    /**
     * Returns the unsigned short of a value.
     *
     * @throws IllegalArgumentException if {@code value} is not in 0 to 65535
     */
    public static UnsignedShort of(int value) {
        return new UnsignedShort(value);
    }

    @Override
    public int compareTo(UnsignedShort other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
