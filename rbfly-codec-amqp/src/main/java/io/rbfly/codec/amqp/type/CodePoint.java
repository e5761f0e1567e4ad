package io.rbfly.codec.amqp.type;

/**
 * One Unicode character (char, AMQP 1.0 part 1, section 1.6.16). A Java {@code char} cannot hold those above U+FFFF.
 *
 * @param value the code point: U+0000 to U+10FFFF without the surrogates U+D800 to U+DFFF
 */
public record CodePoint(int value) implements Comparable<CodePoint> {
    /** @throws IllegalArgumentException if {@code value} is a surrogate or not a code point */
    public CodePoint {
        if (!isScalar(value)) {
            throw new IllegalArgumentException(
                    String.format("char: 0x%x (expected: a Unicode code point that is not a surrogate)", value));
        }
    }

    /**
     * Returns the character of a code point.
     *
     * @throws IllegalArgumentException if {@code value} is a surrogate or not a code point
     */
    public static CodePoint of(int value) {
        return new CodePoint(value);
    }

    /** Returns whether a number is a code point and not a surrogate, that is, a Unicode scalar value. */
    public static boolean isScalar(int value) {
        return Character.isValidCodePoint(value)
                && (value < Character.MIN_SURROGATE || value > Character.MAX_SURROGATE);
    }

    @Override
    public int compareTo(CodePoint other) {
        return Integer.compare(value, other.value);
    }

    /** Returns the character itself. */
    @Override
    public String toString() {
        return Character.toString(value);
    }
}
