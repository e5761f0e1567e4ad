package io.rbfly.codec.amqp.type;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A decimal number of 34 digits in 128 bits (decimal128, AMQP 1.0 part 1, section 1.6.15): IEEE 754-2008 with the
 * coefficient as a binary integer. Numbers are equal if their bits are, so 1 and 1.0 differ.
 *
 * @param high the upper 64 bits of the encoding
 * @param low the lower 64 bits
 */
public record Decimal128(long high, long low) {
    private static final DecimalFormat FORMAT = new DecimalFormat(128, 14, 34);

    /**
     * Returns a number with the same value and scale.
     *
     * @throws IllegalArgumentException if it has more than 34 digits or an exponent out of range; nothing is rounded
     */
    public static Decimal128 of(BigDecimal value) {
        BigInteger bits = FORMAT.encode(value);
        return new Decimal128(bits.shiftRight(Long.SIZE).longValue(), bits.longValue());
    }

    /**
     * Returns the same number. The sign of a negative zero is lost.
     *
     * @throws ArithmeticException if this is an infinity or not a number
     */
    public BigDecimal toBigDecimal() {
        return FORMAT.decode(toBits());
    }

    /** Returns the number, or one of {@code Infinity}, {@code -Infinity} and {@code NaN}. */
    @Override
    public String toString() {
        return FORMAT.toString(toBits());
    }

    private BigInteger toBits() {
        return new UnsignedLong(high).toBigInteger().shiftLeft(Long.SIZE).or(new UnsignedLong(low).toBigInteger());
    }
}
