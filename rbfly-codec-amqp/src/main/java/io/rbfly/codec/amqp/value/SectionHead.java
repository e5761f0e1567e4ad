package io.rbfly.codec.amqp.value;

import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.codec.amqp.type.UnsignedLong;
import java.util.HashMap;
import java.util.Map;

/**
 * The first octets of a section: {@code 00}, the section's descriptor, and the constructor of its value (AMQP 1.0 part
 * 3, section 3.2).
 *
 * <p>Sections are numbered in the order in which they occur: the number is the descriptor minus 0x70.
 */
public final class SectionHead {
    public static final int HEADER = 0;
    public static final int DELIVERY_ANNOTATIONS = 1;
    public static final int MESSAGE_ANNOTATIONS = 2;
    public static final int PROPERTIES = 3;
    public static final int APPLICATION_PROPERTIES = 4;
    public static final int DATA = 5;
    public static final int SEQUENCE = 6;
    public static final int VALUE = 7;
    public static final int FOOTER = 8;

    /** Length of the shortest form before the constructor of the value. */
    public static final int LENGTH = 3;

    /** The descriptor of the section with number 0. */
    private static final int FIRST_DESCRIPTOR = 0x70;

    private static final int COUNT = 9;
    private static final String[] NAMES = {
        "header",
        "delivery-annotations",
        "message-annotations",
        "properties",
        "application-properties",
        "data",
        "amqp-sequence",
        "amqp-value",
        "footer"
    };
    private static final Map<String, Integer> NUMBERS = new HashMap<>();

    static {
        String[] symbols = {
            "amqp:header:list",
            "amqp:delivery-annotations:map",
            "amqp:message-annotations:map",
            "amqp:properties:list",
            "amqp:application-properties:map",
            "amqp:data:binary",
            "amqp:amqp-sequence:list",
            "amqp:amqp-value:*",
            "amqp:footer:map"
        };
        for (int i = 0; i < COUNT; i++) {
            NUMBERS.put(symbols[i], i);
        }
    }

    private SectionHead() {}

    /** Returns the four octets of the shortest form and the constructor of the value. */
    public static int octets(int number, int code) {
        return TypeCode.SMALL_ULONG << 16 | (FIRST_DESCRIPTOR + number) << 8 | code;
    }

    public static String name(int number) {
        return NAMES[number];
    }

    /**
     * Reads the head of a section.
     *
     * @return the section's number in the lower half, the position of the value's constructor in the upper half
     */
    public static long read(byte[] array, int origin, int position, int limit) {
        // All known writers use this form, so it is tried first.
        if (limit - position > 3
                && array[position] == TypeCode.DESCRIBED
                && array[position + 1] == TypeCode.SMALL_ULONG) {
            int number = array[position + 2] - FIRST_DESCRIPTOR;
            if (number >= 0 && number < COUNT) {
                return head(array, origin, number, position + 3);
            }
        }
        return readAnyForm(array, origin, position, limit);
    }

    public static int number(long head) {
        return (int) head;
    }

    public static int valueStart(long head) {
        return (int) (head >>> Integer.SIZE);
    }

    private static long readAnyForm(byte[] array, int origin, int position, int limit) {
        ValueReader in = new ValueReader(array, origin, position, limit);
        int first = in.octet();
        if (first != TypeCode.DESCRIBED) {
            throw in.fail(String.format("no section: starts with 0x%02x, not 0x00", first), position);
        }
        Object descriptor = in.descriptor();
        int number = number(descriptor);
        if (number < 0) {
            throw in.fail("unknown section " + descriptor, position);
        }
        int valueStart = in.position();
        in.octet(); // there must be a constructor, which the short form has already checked
        return head(array, origin, number, valueStart);
    }

    private static int number(Object descriptor) {
        if (descriptor instanceof UnsignedLong code) {
            long number = code.bits() - FIRST_DESCRIPTOR;
            return number >= 0 && number < COUNT ? (int) number : -1;
        }
        return NUMBERS.getOrDefault(descriptor.toString(), -1);
    }

    private static long head(byte[] array, int origin, int number, int valueStart) {
        int code = array[valueStart] & 0xff;
        if (!allows(number, code)) {
            throw new AmqpDecodeException(
                    String.format("%s section has a value with constructor 0x%02x", NAMES[number], code),
                    valueStart - origin);
        }
        return (long) valueStart << Integer.SIZE | number;
    }

    private static boolean allows(int number, int code) {
        return switch (number) {
            case HEADER, PROPERTIES, SEQUENCE ->
                code == TypeCode.LIST8 || code == TypeCode.LIST32 || code == TypeCode.LIST0;
            case DATA -> code == TypeCode.BINARY8 || code == TypeCode.BINARY32;
            case VALUE -> true;
            default -> code == TypeCode.MAP8 || code == TypeCode.MAP32;
        };
    }
}
