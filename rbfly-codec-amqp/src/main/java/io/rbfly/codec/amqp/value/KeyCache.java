package io.rbfly.codec.amqp.value;

import io.rbfly.codec.amqp.type.Symbol;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Caches short names. The keys of maps, and most symbols, are the same few in all messages, so they are converted
 * between text and octets once, and their objects are created once.
 *
 * <p>A name of up to 16 ASCII characters is stored, compared and written as two words. Each table has one slot for a
 * name, in which it replaces the previous name: the size is bounded, and names that are chosen to collide cost no more
 * than new ones.
 *
 * <p>Thread safe without a lock: names are immutable, and a thread that does not see the entry of another one creates
 * its own.
 */
public final class KeyCache {
    private static final int PLACES = 256;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final @Nullable Name[] BY_OCTETS = new Name[PLACES];
    private static final @Nullable Name[] BY_TEXT = new Name[PLACES];

    private KeyCache() {}

    /**
     * A name of 1 to 16 ASCII characters.
     *
     * @param first its first eight octets, or zeros
     * @param second the octets after them, or zeros
     * @param length the number of octets; reading it from the text takes three loads
     */
    public record Name(String text, Symbol symbol, long first, long second, int length) {
        public static final int MAX_LENGTH = 2 * Long.BYTES;

        boolean isOf(long otherFirst, long otherSecond, int otherLength) {
            return first == otherFirst && second == otherSecond && length == otherLength;
        }
    }

    /**
     * Returns the name at a position of an array.
     *
     * @return null if it does not have 1 to 16 ASCII characters, or if less than 16 octets are available
     */
    public static @Nullable Name find(byte[] array, int start, int length) {
        if (length - 1 >>> 4 != 0 || start > array.length - Name.MAX_LENGTH) {
            return null;
        }
        long first = (long) LONG.get(array, start);
        long second = 0;
        if (length <= Long.BYTES) {
            first &= mask(length);
        } else {
            second = (long) LONG.get(array, start + Long.BYTES) & mask(length - Long.BYTES);
        }
        int place = (int) ((first + Long.rotateLeft(second, 23)) * MULTIPLIER >>> 56);
        Name name = BY_OCTETS[place];
        if (name != null && name.isOf(first, second, length)) {
            return name;
        }
        if (((first | second) & HIGH_BITS) != 0) {
            return null;
        }
        String text = Utf8.ascii(array, start, start + length);
        name = new Name(text, Symbol.of(text), first, second, length);
        BY_OCTETS[place] = name;
        return name;
    }

    /**
     * Returns the name of a text. A cached name is found only for the same object, such as a constant or a key that was
     * read.
     *
     * @return null if it does not have 1 to 16 ASCII characters
     */
    public static @Nullable Name find(String text) {
        int length = text.length();
        if (length - 1 >>> 4 != 0) {
            return null;
        }
        int hash = text.hashCode();
        int place = (hash ^ hash >>> 8) & PLACES - 1;
        Name name = BY_TEXT[place];
        if (name != null && name.text == text) {
            return name;
        }
        if (Utf8.length(text) != length) {
            return null;
        }
        byte[] octets = new byte[Name.MAX_LENGTH];
        Utf8.putAscii(octets, 0, text);
        name = new Name(text, Symbol.of(text), (long) LONG.get(octets, 0), (long) LONG.get(octets, Long.BYTES), length);
        BY_TEXT[place] = name;
        return name;
    }

    /** Returns the bits of the first octets of a word, 1 to 8. */
    private static long mask(int octets) {
        return -1L << Long.SIZE - Byte.SIZE * octets;
    }
}
