package io.rbfly.codec.amqp.type;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The types of AMQP 1.0 (part 1, section 1.6), each with the one Java class that holds its values.
 *
 * <p>The relation is one to one, so a value that was written is read back with the same Java type.
 * {@link DescribedType} is not in the list: it is a value of one of these types with a descriptor.
 */
public enum AmqpType {
    /** null. */
    NULL(Void.class),
    /** boolean. */
    BOOLEAN(Boolean.class),
    /** Unsigned, 8 bits. */
    UBYTE(UnsignedByte.class),
    /** Unsigned, 16 bits. */
    USHORT(UnsignedShort.class),
    /** Unsigned, 32 bits. */
    UINT(UnsignedInt.class),
    /** Unsigned, 64 bits. */
    ULONG(UnsignedLong.class),
    /** Signed, 8 bits. */
    BYTE(Byte.class),
    /** Signed, 16 bits. */
    SHORT(Short.class),
    /** Signed, 32 bits. */
    INT(Integer.class),
    /** Signed, 64 bits. */
    LONG(Long.class),
    /** IEEE 754 binary32, kept bit by bit. */
    FLOAT(Float.class),
    /** IEEE 754 binary64, kept bit by bit. */
    DOUBLE(Double.class),
    /** IEEE 754-2008 decimal32, kept bit by bit. */
    DECIMAL32(Decimal32.class),
    /** IEEE 754-2008 decimal64, kept bit by bit. */
    DECIMAL64(Decimal64.class),
    /** IEEE 754-2008 decimal128, kept bit by bit. */
    DECIMAL128(Decimal128.class),
    /** One Unicode character. */
    CHAR(CodePoint.class),
    /** A time in milliseconds since 1970-01-01T00:00Z; what an instant has below a millisecond is not written. */
    TIMESTAMP(Instant.class),
    /** A UUID. */
    UUID(UUID.class),
    /** Octets. */
    BINARY(byte[].class),
    /** Text in UTF-8. */
    STRING(String.class),
    /** A name in ASCII. */
    SYMBOL(Symbol.class),
    /** A sequence of values of any types. */
    LIST(List.class),
    /** Keys and values of any types, in an order that counts, without equal keys. */
    MAP(Map.class),
    /** A sequence of values of one type. */
    ARRAY(AmqpArray.class);

    private final Class<?> javaType;

    AmqpType(Class<?> javaType) {
        this.javaType = javaType;
    }

    /** Returns the class (for list and map: the interface) of this type's values; {@link Void} for null. */
    public Class<?> javaType() {
        return javaType;
    }

    /** Tells whether a Java value is one of this type. */
    public boolean holds(@Nullable Object value) {
        return value == null ? this == NULL : javaType.isInstance(value);
    }
}
