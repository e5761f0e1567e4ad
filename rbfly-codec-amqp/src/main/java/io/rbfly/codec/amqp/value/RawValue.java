package io.rbfly.codec.amqp.value;

import io.rbfly.codec.amqp.type.AmqpType;
import io.rbfly.codec.amqp.type.UndecodedValue;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A value that is retained in its encoded form. The reason follows from its constructor, so it is not stored. */
public final class RawValue implements UndecodedValue {
    private static final int MAX_SHOWN = 32;

    /** The constructor, the size if there is one, and the octets of the value. */
    private final byte[] encoded;

    private RawValue(byte[] encoded) {
        this.encoded = encoded;
    }

    /** Copies the octets after a constructor, which need not precede them. */
    static RawValue of(int code, byte[] array, int start, int end) {
        byte[] encoded = new byte[1 + end - start];
        encoded[0] = (byte) code;
        System.arraycopy(array, start, encoded, 1, end - start);
        return new RawValue(encoded);
    }

    /** Returns the value with its constructor. Must not be modified. */
    public byte[] encoded() {
        return encoded;
    }

    /** Returns whether this is a value that contains no others. */
    public boolean isSimple() {
        int code = constructor();
        return code != TypeCode.DESCRIBED && code < TypeCode.LIST8;
    }

    @Override
    public int constructor() {
        return encoded[0] & 0xff;
    }

    @Override
    public byte[] octets() {
        return Arrays.copyOfRange(encoded, start(), encoded.length);
    }

    @Override
    public String reason() {
        int code = constructor();
        return switch (code) {
            case TypeCode.STRING8, TypeCode.STRING32 -> "string is not valid UTF-8";
            case TypeCode.SYMBOL8, TypeCode.SYMBOL32 -> "symbol is not ASCII";
            case TypeCode.BOOLEAN -> String.format("boolean is 0x%02x, neither 0 nor 1", encoded[1]);
            case TypeCode.CHAR ->
                String.format("char is 0x%x, not a Unicode character", (int) ValueReader.INT.get(encoded, 1));
            case TypeCode.MAP8, TypeCode.MAP32 -> "map has a key without a value";
            case TypeCode.ARRAY8, TypeCode.ARRAY32 -> "array is of elements that cannot be read";
            case TypeCode.DESCRIBED -> "descriptor is neither symbol nor ulong";
            default -> String.format("constructor 0x%02x is not assigned", code);
        };
    }

    /** Returns where the octets of the value start. */
    private int start() {
        int code = constructor();
        return 1 + (TypeCode.isExtended(code) ? 1 : 0) + TypeCode.sizeWidth(code);
    }

    // ---- elements of arrays, which have sizes and counts of 32 bits ------------------------------------------------

    /** Returns whether this may be an element of an array of an element type. */
    public boolean isElementOf(AmqpType type) {
        return switch (constructor()) {
            case TypeCode.BOOLEAN -> type == AmqpType.BOOLEAN;
            case TypeCode.CHAR -> type == AmqpType.CHAR;
            case TypeCode.STRING8, TypeCode.STRING32 -> type == AmqpType.STRING;
            case TypeCode.SYMBOL8, TypeCode.SYMBOL32 -> type == AmqpType.SYMBOL;
            case TypeCode.MAP8, TypeCode.MAP32 -> type == AmqpType.MAP;
            case TypeCode.ARRAY8, TypeCode.ARRAY32 -> type == AmqpType.ARRAY;
            default -> false;
        };
    }

    /** Writes the value as an element of an array. */
    public int writeElement(Output out, int at) {
        int start = start();
        if (TypeCode.sizeWidth(constructor()) == 0) {
            return out.put(at, encoded, start);
        }
        if (!isCounted()) {
            return out.put(out.put32(at, encoded.length - start), encoded, start);
        }
        int items = itemsStart();
        int end = out.put32(out.put32(at, Integer.BYTES + encoded.length - items), count());
        return out.put(end, encoded, items);
    }

    private boolean isCounted() {
        return switch (constructor()) {
            case TypeCode.MAP8, TypeCode.MAP32, TypeCode.ARRAY8, TypeCode.ARRAY32 -> true;
            default -> false;
        };
    }

    private int itemsStart() {
        return start() + TypeCode.sizeWidth(constructor());
    }

    private int count() {
        int start = start();
        return TypeCode.sizeWidth(constructor()) == 1
                ? encoded[start] & 0xff
                : (int) ValueReader.INT.get(encoded, start);
    }

    // ---- equality -------------------------------------------------------------------------------------------------

    /** Values with a size of 8 bits and of 32 bits are equal, since arrays are written with the latter. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof RawValue that)) {
            return false;
        }
        int from = comparedFrom();
        int thatFrom = that.comparedFrom();
        return kind() == that.kind()
                && Arrays.equals(encoded, from, encoded.length, that.encoded, thatFrom, that.encoded.length)
                && (!isCounted() || count() == that.count());
    }

    @Override
    public int hashCode() {
        int hash = kind();
        for (int i = comparedFrom(); i < encoded.length; i++) {
            hash = 31 * hash + encoded[i];
        }
        return hash;
    }

    /** Returns the constructor; of two that differ only in the width of the size, the one with 8 bits. */
    int kind() {
        int code = constructor();
        return TypeCode.sizeWidth(code) == Integer.BYTES && TypeCode.isAssigned(code) ? code - TypeCode.WIDE : code;
    }

    /** Returns the start of the octets to compare, after constructor, size and count. */
    int comparedFrom() {
        if (!TypeCode.isAssigned(constructor())) {
            return 1;
        }
        return isCounted() ? itemsStart() : start();
    }

    @Override
    public String toString() {
        int start = start();
        int shown = Math.min(encoded.length - start, MAX_SHOWN);
        String hex = HexFormat.of().formatHex(encoded, start, start + shown);
        boolean cut = shown < encoded.length - start;
        return "(" + reason() + ": 0x" + hex + (cut ? "... (" + (encoded.length - start) + " bytes)" : "") + ")";
    }
}
