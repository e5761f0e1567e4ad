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
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;

/** Values as proton-j has them. */
final class ProtonValues {
    /** The component type of proton-j's array of each type. */
    private static final Map<AmqpType, Class<?>> COMPONENTS = Map.ofEntries(
            Map.entry(AmqpType.BOOLEAN, boolean.class),
            Map.entry(AmqpType.UBYTE, org.apache.qpid.proton.amqp.UnsignedByte.class),
            Map.entry(AmqpType.USHORT, org.apache.qpid.proton.amqp.UnsignedShort.class),
            Map.entry(AmqpType.UINT, UnsignedInteger.class),
            Map.entry(AmqpType.ULONG, org.apache.qpid.proton.amqp.UnsignedLong.class),
            Map.entry(AmqpType.BYTE, byte.class),
            Map.entry(AmqpType.SHORT, short.class),
            Map.entry(AmqpType.INT, int.class),
            Map.entry(AmqpType.LONG, long.class),
            Map.entry(AmqpType.FLOAT, float.class),
            Map.entry(AmqpType.DOUBLE, double.class),
            Map.entry(AmqpType.DECIMAL32, org.apache.qpid.proton.amqp.Decimal32.class),
            Map.entry(AmqpType.DECIMAL64, org.apache.qpid.proton.amqp.Decimal64.class),
            Map.entry(AmqpType.DECIMAL128, org.apache.qpid.proton.amqp.Decimal128.class),
            Map.entry(AmqpType.CHAR, char.class),
            Map.entry(AmqpType.TIMESTAMP, Date.class),
            Map.entry(AmqpType.UUID, UUID.class),
            Map.entry(AmqpType.BINARY, Binary.class),
            Map.entry(AmqpType.STRING, String.class),
            Map.entry(AmqpType.SYMBOL, org.apache.qpid.proton.amqp.Symbol.class),
            Map.entry(AmqpType.LIST, List.class),
            Map.entry(AmqpType.MAP, Map.class));

    private ProtonValues() {}

    static Object to(Object value) {
        if (value instanceof UnsignedByte number) {
            return org.apache.qpid.proton.amqp.UnsignedByte.valueOf((byte) number.value());
        } else if (value instanceof UnsignedShort number) {
            return org.apache.qpid.proton.amqp.UnsignedShort.valueOf((short) number.value());
        } else if (value instanceof UnsignedInt number) {
            return UnsignedInteger.valueOf((int) number.value());
        } else if (value instanceof UnsignedLong number) {
            return org.apache.qpid.proton.amqp.UnsignedLong.valueOf(number.bits());
        } else if (value instanceof Decimal32 number) {
            return new org.apache.qpid.proton.amqp.Decimal32(number.bits());
        } else if (value instanceof Decimal64 number) {
            return new org.apache.qpid.proton.amqp.Decimal64(number.bits());
        } else if (value instanceof Decimal128 number) {
            return new org.apache.qpid.proton.amqp.Decimal128(number.high(), number.low());
        } else if (value instanceof CodePoint character) {
            return (char) character.value();
        } else if (value instanceof Instant instant) {
            return new Date(instant.toEpochMilli());
        } else if (value instanceof byte[] octets) {
            return new Binary(octets);
        } else if (value instanceof Symbol symbol) {
            return org.apache.qpid.proton.amqp.Symbol.valueOf(symbol.value());
        } else if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(to(item)));
            return items;
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            map.forEach((key, item) -> entries.put(to(key), to(item)));
            return entries;
        } else if (value instanceof AmqpArray array) {
            Object elements = Array.newInstance(COMPONENTS.get(array.elementType()), array.size());
            for (int i = 0; i < array.size(); i++) {
                Array.set(elements, i, to(array.values().get(i)));
            }
            return elements;
        } else if (value instanceof DescribedType described) {
            return new ProtonDescribed(to(described.descriptor()), to(described.value()));
        }
        return value;
    }

    static Object from(Object value) {
        if (value instanceof org.apache.qpid.proton.amqp.UnsignedByte number) {
            return UnsignedByte.of(number.intValue() & 0xff);
        } else if (value instanceof org.apache.qpid.proton.amqp.UnsignedShort number) {
            return UnsignedShort.of(number.intValue());
        } else if (value instanceof UnsignedInteger number) {
            return UnsignedInt.of(number.longValue());
        } else if (value instanceof org.apache.qpid.proton.amqp.UnsignedLong number) {
            return new UnsignedLong(number.longValue());
        } else if (value instanceof org.apache.qpid.proton.amqp.Decimal32 number) {
            return new Decimal32(number.getBits());
        } else if (value instanceof org.apache.qpid.proton.amqp.Decimal64 number) {
            return new Decimal64(number.getBits());
        } else if (value instanceof org.apache.qpid.proton.amqp.Decimal128 number) {
            return new Decimal128(number.getMostSignificantBits(), number.getLeastSignificantBits());
        } else if (value instanceof Character character) {
            return CodePoint.of(character);
        } else if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime());
        } else if (value instanceof Binary binary) {
            byte[] octets = new byte[binary.getLength()];
            System.arraycopy(binary.getArray(), binary.getArrayOffset(), octets, 0, octets.length);
            return octets;
        } else if (value instanceof org.apache.qpid.proton.amqp.Symbol symbol) {
            return Symbol.of(symbol.toString());
        } else if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(from(item)));
            return items;
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            map.forEach((key, item) -> entries.put(from(key), from(item)));
            return entries;
        } else if (value instanceof org.apache.qpid.proton.amqp.DescribedType described) {
            return new DescribedType(from(described.getDescriptor()), from(described.getDescribed()));
        } else if (value != null && value.getClass().isArray()) {
            return fromArray(value);
        }
        return value;
    }

    private static AmqpArray fromArray(Object array) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(from(Array.get(array, i)));
        }
        AmqpType type = elementType(array.getClass().getComponentType());
        return AmqpArray.of(type, elements);
    }

    /** Finds the type of a component; empty arrays in described values have Boolean where others have boolean. */
    private static AmqpType elementType(Class<?> component) {
        Class<?> boxed = MethodType.methodType(component).wrap().returnType();
        for (Map.Entry<AmqpType, Class<?>> entry : COMPONENTS.entrySet()) {
            if (MethodType.methodType(entry.getValue()).wrap().returnType() == boxed) {
                return entry.getKey();
            }
        }
        throw new IllegalArgumentException("array of " + component);
    }

    private static final class ProtonDescribed implements org.apache.qpid.proton.amqp.DescribedType {
        private final Object descriptor;
        private final Object described;

        ProtonDescribed(Object descriptor, Object described) {
            this.descriptor = descriptor;
            this.described = described;
        }

        @Override
        public Object getDescriptor() {
            return descriptor;
        }

        @Override
        public Object getDescribed() {
            return described;
        }
    }
}
