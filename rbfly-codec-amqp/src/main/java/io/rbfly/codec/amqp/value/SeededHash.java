package io.rbfly.codec.amqp.value;

import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.AmqpMap;
import io.rbfly.codec.amqp.type.Decimal128;
import io.rbfly.codec.amqp.type.Decimal64;
import io.rbfly.codec.amqp.type.DescribedType;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedLong;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A hash of AMQP values that agrees with {@link io.rbfly.codec.amqp.type.ValueEquality} and depends on a seed,
 * including each character: the hash codes of Java are public, so many values with equal ones are easily created.
 */
final class SeededHash {
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private SeededHash() {}

    static int of(@Nullable Object value, long seed) {
        long hash = mixValue(seed, value);
        return (int) (hash ^ hash >>> 32);
    }

    private static long mixValue(long hash, @Nullable Object value) {
        if (value instanceof String string) {
            return mixChars(hash, string);
        }
        if (value instanceof Symbol symbol) {
            return mixChars(hash + 1, symbol.value());
        }
        if (value instanceof byte[] bytes) {
            long mixed = hash;
            for (byte octet : bytes) {
                mixed = mix(mixed, octet);
            }
            return mixed;
        }
        if (value instanceof List<?> list) {
            return mixAll(hash, list);
        }
        if (value instanceof Map<?, ?> map) {
            long mixed = hash;
            for (Map.Entry<?, ?> entry : AmqpMap.allEntries(map)) {
                mixed = mixValue(mixValue(mixed, entry.getKey()), entry.getValue());
            }
            return mixed;
        }
        if (value instanceof AmqpArray array) {
            return mixAll(mixAll(hash, array.descriptors()), array.values());
        }
        if (value instanceof DescribedType described) {
            return mixValue(mixValue(hash, described.descriptor()), described.value());
        }
        if (value instanceof RawValue raw) {
            return mixRaw(hash, raw);
        }
        if (value instanceof UUID uuid) {
            return mix(mix(hash, uuid.getMostSignificantBits()), uuid.getLeastSignificantBits());
        }
        return mix(hash, bits(value));
    }

    private static long mixRaw(long hash, RawValue raw) {
        byte[] encoded = raw.encoded();
        long mixed = mix(hash, raw.kind());
        for (int i = raw.comparedFrom(); i < encoded.length; i++) {
            mixed = mix(mixed, encoded[i]);
        }
        return mixed;
    }

    private static long mixChars(long hash, String text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = mix(mixed, text.charAt(i));
        }
        return mixed;
    }

    private static long mixAll(long hash, List<?> values) {
        long mixed = hash;
        for (Object value : values) {
            mixed = mixValue(mixed, value);
        }
        return mix(mixed, values.size());
    }

    private static long mix(long hash, long bits) {
        long mixed = (hash + bits) * MULTIPLIER;
        mixed = (mixed ^ mixed >>> 32) * MULTIPLIER;
        return mixed ^ mixed >>> 29;
    }

    /** Returns all bits of a scalar if its own hash code would fold them. */
    private static long bits(@Nullable Object scalar) {
        if (scalar instanceof Long || scalar instanceof Integer) {
            return ((Number) scalar).longValue();
        }
        if (scalar instanceof UnsignedLong unsigned) {
            return unsigned.bits();
        }
        if (scalar instanceof Double number) {
            return Double.doubleToRawLongBits(number);
        }
        if (scalar instanceof Float number) {
            return Float.floatToRawIntBits(number);
        }
        if (scalar instanceof Instant instant) {
            return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
        }
        if (scalar instanceof Decimal64 decimal) {
            return decimal.bits();
        }
        if (scalar instanceof Decimal128 decimal) {
            return mix(decimal.high(), decimal.low());
        }
        return Objects.hashCode(scalar);
    }
}
