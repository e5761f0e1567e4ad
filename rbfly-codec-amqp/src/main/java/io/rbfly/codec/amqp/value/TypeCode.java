package io.rbfly.codec.amqp.value;

import java.util.Arrays;

/** The constructor octets of AMQP 1.0 (part 1, section 1.6), and the layout of the data after each of them. */
public final class TypeCode {
    public static final int DESCRIBED = 0x00;
    public static final int NULL = 0x40;
    public static final int TRUE = 0x41;
    public static final int FALSE = 0x42;
    public static final int UINT0 = 0x43;
    public static final int ULONG0 = 0x44;
    public static final int LIST0 = 0x45;
    public static final int UBYTE = 0x50;
    public static final int BYTE = 0x51;
    public static final int SMALL_UINT = 0x52;
    public static final int SMALL_ULONG = 0x53;
    public static final int SMALL_INT = 0x54;
    public static final int SMALL_LONG = 0x55;
    public static final int BOOLEAN = 0x56;
    public static final int USHORT = 0x60;
    public static final int SHORT = 0x61;
    public static final int UINT = 0x70;
    public static final int INT = 0x71;
    public static final int FLOAT = 0x72;
    public static final int CHAR = 0x73;
    public static final int DECIMAL32 = 0x74;
    public static final int ULONG = 0x80;
    public static final int LONG = 0x81;
    public static final int DOUBLE = 0x82;
    public static final int TIMESTAMP = 0x83;
    public static final int DECIMAL64 = 0x84;
    public static final int DECIMAL128 = 0x94;
    public static final int UUID = 0x98;
    public static final int BINARY8 = 0xa0;
    public static final int STRING8 = 0xa1;
    public static final int SYMBOL8 = 0xa3;
    public static final int BINARY32 = 0xb0;
    public static final int STRING32 = 0xb1;
    public static final int SYMBOL32 = 0xb3;
    public static final int LIST8 = 0xc0;
    public static final int MAP8 = 0xc1;
    public static final int LIST32 = 0xd0;
    public static final int MAP32 = 0xd1;
    public static final int ARRAY8 = 0xe0;
    public static final int ARRAY32 = 0xf0;

    /** The difference between a code with a size of 8 bits and the one with 32 bits. */
    public static final int WIDE = 0x10;

    /** A layout, not a width: a size of 8 bits and as many octets as it specifies. */
    static final int SIZE8 = 100;

    /** A layout, not a width: a size of 32 bits and as many octets as it specifies. */
    static final int SIZE32 = 101;

    /** No layout: the code is undefined, or (0x00) introduces more than one value. */
    static final int NONE = -1;

    private static final byte[] LAYOUTS = new byte[256];

    static {
        Arrays.fill(LAYOUTS, (byte) NONE);
        assign(0, NULL, TRUE, FALSE, UINT0, ULONG0, LIST0);
        assign(1, UBYTE, BYTE, SMALL_UINT, SMALL_ULONG, SMALL_INT, SMALL_LONG, BOOLEAN);
        assign(2, USHORT, SHORT);
        assign(4, UINT, INT, FLOAT, CHAR, DECIMAL32);
        assign(8, ULONG, LONG, DOUBLE, TIMESTAMP, DECIMAL64);
        assign(16, DECIMAL128, UUID);
        assign(SIZE8, BINARY8, STRING8, SYMBOL8, LIST8, MAP8, ARRAY8);
        assign(SIZE32, BINARY32, STRING32, SYMBOL32, LIST32, MAP32, ARRAY32);
    }

    private TypeCode() {}

    private static void assign(int layout, int... codes) {
        for (int code : codes) {
            LAYOUTS[code] = (byte) layout;
        }
    }

    /**
     * Returns the number of octets after a code (0 to 16), or one of {@link #SIZE8}, {@link #SIZE32}, {@link #NONE}.
     */
    static int layout(int code) {
        return LAYOUTS[code];
    }

    static boolean isAssigned(int code) {
        return code == DESCRIBED || LAYOUTS[code] != NONE;
    }

    /**
     * Returns the layout of a code that is not assigned, according to its upper half (AMQP 1.0 part 1, section 1.2);
     * {@link #NONE} if it is undefined.
     */
    static int layoutOfUnassigned(int code) {
        return switch (code >> 4) {
            case 0x4 -> 0;
            case 0x5 -> 1;
            case 0x6 -> 2;
            case 0x7 -> 4;
            case 0x8 -> 8;
            case 0x9 -> 16;
            case 0xa, 0xc, 0xe -> SIZE8;
            case 0xb, 0xd, 0xf -> SIZE32;
            default -> NONE;
        };
    }

    /** Returns whether a code has a second octet, which none of the assigned ones has. */
    static boolean isExtended(int code) {
        return code >= NULL && (code & 0xf) == 0xf;
    }

    /** Returns the number of octets of the size after a code, assigned or not: 0, 1 or 4. */
    static int sizeWidth(int code) {
        return code < BINARY8 ? 0 : (code & WIDE) == 0 ? 1 : Integer.BYTES;
    }

    /** Returns the minimum number of octets after an assigned code. */
    static int minimumWidth(int code) {
        return switch (code) {
            case LIST8, MAP8 -> 2;
            case LIST32, MAP32 -> 8;
            case ARRAY8 -> 3;
            case ARRAY32 -> 9;
            default ->
                switch (layout(code)) {
                    case SIZE8 -> 1;
                    case SIZE32 -> 4;
                    default -> layout(code);
                };
        };
    }
}
