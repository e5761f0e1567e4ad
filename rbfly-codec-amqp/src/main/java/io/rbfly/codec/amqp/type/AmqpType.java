package io.rbfly.codec.amqp.type;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The types of AMQP 1.0 (part 1, section 1.6), each with the Java class of its values.
 *
 * <p>The mapping is one to one, so a value is read back as the Java type that was written. {@link DescribedType} is not
 * listed: it is a value of one of these types with a descriptor.
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
    /** IEEE 754 binary32, with all bits preserved. */
    FLOAT(Float.class),
    /** IEEE 754 binary64, with all bits preserved. */
    DOUBLE(Double.class),
    /** IEEE 754-2008 decimal32, with all bits preserved. */
    DECIMAL32(Decimal32.class),
    /** IEEE 754-2008 decimal64, with all bits preserved. */
    DECIMAL64(Decimal64.class),
    /** IEEE 754-2008 decimal128, with all bits preserved. */
    DECIMAL128(Decimal128.class),
    /** One Unicode character. */
    CHAR(CodePoint.class),
    /** A time in milliseconds since 1970-01-01T00:00Z; fractions of a millisecond are not written. */
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
    /** Keys and values of any types, in a significant order, without equal keys. */
    MAP(Map.class),
    /** A sequence of values of one type. */
    ARRAY(AmqpArray.class);

    private final Class<?> javaType;

    AmqpType(Class<?> javaType) {
        this.javaType = javaType;
    }

    /** Returns the class (for lists and maps, the interface) of this type's values; {@link Void} for null. */
    public Class<?> javaType() {
        return javaType;
    }

    /** Returns whether a Java value is of this type. */
    public boolean holds(@Nullable Object value) {
        return value == null ? this == NULL : javaType.isInstance(value);
    }
}
