package io.rbfly.codec.amqp.type;

/**
 * An unsigned integer of 8 bits (ubyte, AMQP 1.0 part 1, section 1.6.3).
 *
 * @param value 0 to 255
 */
public record UnsignedByte(int value) implements Comparable<UnsignedByte> {
    private static final UnsignedByte[] ALL = new UnsignedByte[256];

    static {
        for (int i = 0; i < ALL.length; i++) {
            ALL[i] = new UnsignedByte(i);
        }
    }

    /** @throws IllegalArgumentException if {@code value} is not in 0 to 255 */
    public UnsignedByte {
        if (value < 0 || value > 0xff) {
            throw new IllegalArgumentException("ubyte: " + value + " (expected: 0 to 255)");
        }
    }

    /**
     * Returns the shared instance of a value.
     *
     * @throws IllegalArgumentException if {@code value} is not in 0 to 255
     */
    public static UnsignedByte of(int value) {
        return value >= 0 && value < ALL.length ? ALL[value] : new UnsignedByte(value);
    }

    @Override
    public int compareTo(UnsignedByte other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
