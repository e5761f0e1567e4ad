package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.AmqpType;
import io.rbfly.codec.amqp.type.CodePoint;
import io.rbfly.codec.amqp.type.Decimal128;
import io.rbfly.codec.amqp.type.Decimal32;
import io.rbfly.codec.amqp.type.Decimal64;
import io.rbfly.codec.amqp.type.DescribedType;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedByte;
import io.rbfly.codec.amqp.type.UnsignedInt;
import io.rbfly.codec.amqp.type.UnsignedLong;
import io.rbfly.codec.amqp.type.UnsignedShort;
import io.rbfly.codec.amqp.value.CompactMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Random AMQP values of every type, nested to a depth. */
final class RandomValues {

    /** The other codec that has to read or write the values; values that it does not support are omitted. */
    enum Peer {
        /** Our own codec: nothing is left out. */
        NONE,
        /** proton-j 0.35.0 reads no character above U+FFFF, no value described twice, and no array of nulls. */
        PROTON_READS,
        /**
         * It writes no arrays of nulls, of arrays, or of described elements, and no nested ones of Java's primitives.
         */
        PROTON_WRITES
    }

    private static final Set<AmqpType> CONTAINERS = EnumSet.of(AmqpType.LIST, AmqpType.MAP, AmqpType.ARRAY);
    private static final Set<AmqpType> JAVA_PRIMITIVES = EnumSet.of(
            AmqpType.BOOLEAN,
            AmqpType.BYTE,
            AmqpType.SHORT,
            AmqpType.INT,
            AmqpType.LONG,
            AmqpType.FLOAT,
            AmqpType.DOUBLE,
            AmqpType.CHAR);

    private final Random random;
    private final Peer peer;
    private final AmqpType[] simpleTypes;
    private final AmqpType[] elementTypes;

    RandomValues(Random random, Peer peer) {
        this.random = random;
        this.peer = peer;
        Set<AmqpType> simple = EnumSet.complementOf(EnumSet.copyOf(CONTAINERS));
        Set<AmqpType> elements = EnumSet.allOf(AmqpType.class);
        if (peer != Peer.NONE) {
            elements.remove(AmqpType.NULL);
            elements.remove(AmqpType.ARRAY);
        }
        if (peer == Peer.PROTON_WRITES) {
            elements.removeAll(JAVA_PRIMITIVES);
        }
        simpleTypes = simple.toArray(new AmqpType[0]);
        elementTypes = elements.toArray(new AmqpType[0]);
    }

    /** Returns a value in which others are nested up to a depth. */
    Object value(int depth) {
        if (depth == 0) {
            return simple();
        }
        return switch (random.nextInt(10)) {
            case 0, 1 -> list(depth - 1);
            case 2 -> map(() -> value(depth - 1), depth - 1);
            case 3 -> array(depth - 1);
            case 4 -> described(depth - 1);
            default -> simple();
        };
    }

    /** Returns a value that holds no others. */
    Object simple() {
        return ofType(simpleTypes[random.nextInt(simpleTypes.length)], 0);
    }

    List<Object> list(int depth) {
        return listOf(() -> value(depth), 4);
    }

    <T> List<T> listOf(Supplier<T> items, int most) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            list.add(items.get());
        }
        return list;
    }

    /** Returns a map with values of a depth; a key that comes again is left out. */
    <K> Map<K, Object> map(Supplier<K> keys, int depth) {
        Map<K, Object> map = CompactMap.empty();
        List<Object> entries = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            List<Object> more = new ArrayList<>(entries);
            more.add(keys.get());
            more.add(value(depth));
            Map<K, Object> larger = CompactMap.ofUnique(more.toArray());
            if (larger != null) {
                map = larger;
                entries = more;
            }
        }
        return map;
    }

    String string() {
        return switch (random.nextInt(10)) {
            case 0 -> "s".repeat(250 + random.nextInt(10));
            case 1, 2, 3 -> {
                StringBuilder text = new StringBuilder();
                listOf(() -> codePoint(Character.MAX_CODE_POINT), 12).forEach(text::appendCodePoint);
                yield text.toString();
            }
            default -> ascii(30);
        };
    }

    String ascii(int most) {
        StringBuilder text = new StringBuilder();
        listOf(() -> random.nextInt(0x80), most).forEach(text::appendCodePoint);
        return text.toString();
    }

    byte[] binary() {
        byte[] octets = new byte[random.nextInt(20) == 0 ? 250 + random.nextInt(10) : random.nextInt(20)];
        random.nextBytes(octets);
        return octets;
    }

    Instant timestamp() {
        return Instant.ofEpochMilli(number());
    }

    /** Returns a number of up to 64 bits, a short one as often as a long one. */
    long number() {
        return random.nextLong() >> random.nextInt(Long.SIZE);
    }

    UnsignedInt unsignedInt() {
        return UnsignedInt.of(number() & UnsignedInt.MAX_VALUE);
    }

    boolean bool() {
        return random.nextBoolean();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    private int codePoint(int most) {
        int codePoint = random.nextInt(most + 1) >> random.nextInt(16);
        return CodePoint.isScalar(codePoint) ? codePoint : 'x';
    }

    private Object ofType(AmqpType type, int depth) {
        return switch (type) {
            case NULL -> null;
            case BOOLEAN -> bool();
            case UBYTE -> UnsignedByte.of(below(256));
            case USHORT -> UnsignedShort.of(below(65536));
            case UINT -> unsignedInt();
            case ULONG -> new UnsignedLong(number());
            case BYTE -> (byte) number();
            case SHORT -> (short) number();
            case INT -> (int) number();
            case LONG -> number();
            case FLOAT -> peerFloat(Float.intBitsToFloat((int) number()));
            case DOUBLE -> peerDouble(Double.longBitsToDouble(number()));
            case DECIMAL32 -> new Decimal32((int) number());
            case DECIMAL64 -> new Decimal64(number());
            case DECIMAL128 -> new Decimal128(number(), number());
            case CHAR -> CodePoint.of(codePoint(peer == Peer.NONE ? Character.MAX_CODE_POINT : 0xffff));
            case TIMESTAMP -> timestamp();
            case UUID -> new UUID(number(), number());
            case BINARY -> binary();
            case STRING -> string();
            case SYMBOL -> Symbol.of(ascii(20));
            case LIST -> list(depth);
            case MAP -> map(() -> value(depth), depth);
            case ARRAY -> array(depth);
        };
    }

    /** Several NaN values are the same key in the maps of proton-j, but not in ours. */
    private float peerFloat(float value) {
        return peer != Peer.NONE && Float.isNaN(value) ? Float.NaN : value;
    }

    private double peerDouble(double value) {
        return peer != Peer.NONE && Double.isNaN(value) ? Double.NaN : value;
    }

    private AmqpArray array(int depth) {
        AmqpType type = elementTypes[random.nextInt(elementTypes.length)];
        int inner = Math.max(0, depth - 1);
        if (depth == 0 && type == AmqpType.ARRAY) {
            type = AmqpType.INT;
        }
        AmqpType elements = type;
        AmqpArray array = AmqpArray.of(elements, listOf(() -> ofType(elements, inner), 4));
        return peer == Peer.NONE && below(8) == 0 ? array.describedBy(descriptor()) : array;
    }

    private DescribedType described(int depth) {
        Object value = value(depth);
        while (peer != Peer.NONE && (value instanceof DescribedType || value instanceof AmqpArray)) {
            value = value(depth);
        }
        return new DescribedType(descriptor(), value);
    }

    /** Returns a descriptor that no section has, as proton-j would take the value for that section. */
    private Object descriptor() {
        return bool() ? UnsignedLong.of(1000 + below(1 << 20)) : Symbol.of("d" + ascii(10));
    }
}
