package io.rbfly.codec.amqp.type;

/**
 * A symbol: a name from a constrained domain, in ASCII (AMQP 1.0 part 1, section 1.6.21).
 *
 * <p>A symbol is never equal to a string with the same characters, neither in Java nor on the wire.
 *
 * @param value the name, ASCII only
 */
public record Symbol(String value) implements Comparable<Symbol> {
    /** @throws IllegalArgumentException if {@code value} has a character above U+007F */
    public Symbol {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0x7f) {
                throw new IllegalArgumentException(
                        String.format("symbol has U+%04X at index %d (expected: ASCII)", (int) value.charAt(i), i));
            }
        }
    }

    /**
     * Returns the symbol of a name.
     *
     * @throws IllegalArgumentException if {@code value} has a character above U+007F
     */
    public static Symbol of(String value) {
        return new Symbol(value);
    }

    @Override
    public int compareTo(Symbol other) {
        return value.compareTo(other.value);
    }

    /** Returns the name without decoration. */
    @Override
    public String toString() {
        return value;
    }
}
