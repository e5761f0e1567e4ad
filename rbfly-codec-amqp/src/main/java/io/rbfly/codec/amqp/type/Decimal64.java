package io.rbfly.codec.amqp.type;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A decimal number of 16 digits in 64 bits (decimal64, AMQP 1.0 part 1, section 1.6.14): IEEE 754-2008 with the
 * coefficient as a binary integer. Numbers are equal if their bits are, so 1 and 1.0 differ.
 *
 * @param bits the 64 bits of the encoding
 */
public record Decimal64(long bits) {
    private static final DecimalFormat FORMAT = new DecimalFormat(64, 10, 16);

    /**
     * Returns a number with the same value and scale.
     *
     * @throws IllegalArgumentException if it has more than 16 digits or an exponent out of range; nothing is rounded
     */
    public static Decimal64 of(BigDecimal value) {
        return new Decimal64(FORMAT.encode(value).longValue());
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
        return new UnsignedLong(bits).toBigInteger();
    }
}
