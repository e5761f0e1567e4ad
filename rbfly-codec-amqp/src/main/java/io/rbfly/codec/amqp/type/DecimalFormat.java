package io.rbfly.codec.amqp.type;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A decimal interchange format of IEEE 754-2008 in its binary integer encoding.
 *
 * <pre>
 * sign 1 | exponent | coefficient                      when the two bits after the sign are not 11
 * sign 1 | 11 | exponent | coefficient less its 100    when they are, and it is none of the following
 * sign 1 | 11110 ...                                   infinity
 * sign 1 | 11111 ...                                   not a number
 * </pre>
 */
final class DecimalFormat {
    private final int width;
    private final int exponentBits;
    private final int coefficientBits;
    private final int bias;
    private final int maxExponent;
    private final BigInteger maxCoefficient;

    DecimalFormat(int width, int exponentBits, int digits) {
        this.width = width;
        this.exponentBits = exponentBits;
        this.coefficientBits = width - 1 - exponentBits;
        this.maxExponent = 3 * (1 << (exponentBits - 2)) - 1;
        this.maxCoefficient = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
        this.bias = 3 * (1 << (exponentBits - 3)) + digits - 2;
    }

    BigDecimal decode(BigInteger bits) {
        if (isSpecial(bits)) {
            throw new ArithmeticException(toString(bits) + " is not a finite number");
        }
        boolean large = field(bits, width - 3, 2) == 3;
        int shift = large ? coefficientBits - 2 : coefficientBits;
        BigInteger coefficient = bits.and(BigInteger.ONE.shiftLeft(shift).subtract(BigInteger.ONE));
        if (large) {
            coefficient = coefficient.or(BigInteger.valueOf(4).shiftLeft(shift));
        }
        if (coefficient.compareTo(maxCoefficient) > 0) {
            coefficient = BigInteger.ZERO; // as the standard defines for a coefficient with too many digits
        }
        int exponent = field(bits, shift, exponentBits) - bias;
        return new BigDecimal(bits.testBit(width - 1) ? coefficient.negate() : coefficient, -exponent);
    }

    BigInteger encode(BigDecimal value) {
        BigInteger coefficient = value.unscaledValue().abs();
        long exponent = (long) bias - value.scale();
        if (coefficient.compareTo(maxCoefficient) > 0 || exponent < 0 || exponent > maxExponent) {
            throw new IllegalArgumentException("decimal" + width + ": " + value + " (expected: at most "
                    + maxCoefficient.toString().length() + " digits, scale " + (bias - maxExponent) + " to " + bias
                    + ")");
        }
        boolean large = coefficient.bitLength() > coefficientBits;
        int shift = large ? coefficientBits - 2 : coefficientBits;
        BigInteger bits = BigInteger.valueOf(exponent).shiftLeft(shift);
        if (large) {
            coefficient = coefficient.clearBit(coefficientBits);
            bits = bits.setBit(width - 2).setBit(width - 3);
        }
        bits = bits.or(coefficient);
        return value.signum() < 0 ? bits.setBit(width - 1) : bits;
    }

    String toString(BigInteger bits) {
        if (!isSpecial(bits)) {
            return decode(bits).toString();
        }
        if (bits.testBit(width - 6)) {
            return "NaN";
        }
        return bits.testBit(width - 1) ? "-Infinity" : "Infinity";
    }

    private boolean isSpecial(BigInteger bits) {
        return field(bits, width - 5, 4) == 15;
    }

    private static int field(BigInteger bits, int shift, int length) {
        return bits.shiftRight(shift).intValue() & ((1 << length) - 1);
    }
}
