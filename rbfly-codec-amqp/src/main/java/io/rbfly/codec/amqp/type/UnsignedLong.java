package io.rbfly.codec.amqp.type;

import java.math.BigInteger;

/**
 * An unsigned integer of 64 bits (ulong, AMQP 1.0 part 1, section 1.6.6).
 *
 * @param bits the value's 64 bits; as a Java long it is negative from 2^63 on
 */
public record UnsignedLong(long bits) implements Comparable<UnsignedLong> {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(Long.SIZE);

    /**
     * Returns the unsigned long of a value below 2^63; {@link #UnsignedLong(long)} takes any bits.
     *
     * @throws IllegalArgumentException if {@code value} is negative
     */
    public static UnsignedLong of(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("ulong: " + value + " (expected: not negative)");
        }
        return new UnsignedLong(value);
    }

    /**
     * Returns the unsigned long of a value.
     *
     * @throws IllegalArgumentException if {@code value} is not in 0 to 2^64 - 1
     */
    public static UnsignedLong of(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
            throw new IllegalArgumentException("ulong: " + value + " (expected: 0 to 2^64 - 1)");
        }
        return new UnsignedLong(value.longValue());
    }

    /** Returns the value, never negative. */
    public BigInteger toBigInteger() {
        BigInteger signed = BigInteger.valueOf(bits);
        return bits < 0 ? signed.add(MODULUS) : signed;
    }

    @Override
    public int compareTo(UnsignedLong other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
