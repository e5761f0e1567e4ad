package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.codec.amqp.type.UndecodedValue;
import io.rbfly.codec.amqp.type.UnsignedByte;
import io.rbfly.codec.amqp.type.UnsignedInt;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The header section: how a message is to be delivered (AMQP 1.0 part 3, section 3.2.1). A missing field is equivalent
 * to one with its default. Immutable.
 *
 * <p>A field of a received header may have a value that is not of its type. Only its own getter then throws
 * {@link AmqpDecodeException}; {@link #undecoded} returns the received value.
 */
public final class MessageHeader {
    private static final @Nullable Object[] NO_ODD_FIELDS = {};

    /** The priority of a message that does not specify one. */
    public static final int DEFAULT_PRIORITY = 4;

    /** The header of a message without a header section. */
    public static final MessageHeader DEFAULT = new MessageHeader(false, DEFAULT_PRIORITY, null, false, 0);

    private static final int DURABLE = 0;
    private static final int PRIORITY = 1;
    private static final int TTL = 2;
    private static final int FIRST_ACQUIRER = 3;
    private static final int DELIVERY_COUNT = 4;
    private static final int COUNT = 5;
    private static final String[] NAMES = {"durable", "priority", "ttl", "first-acquirer", "delivery-count"};

    private final boolean durable;
    private final int priority;
    private final @Nullable Duration ttl;
    private final boolean firstAcquirer;
    private final long deliveryCount;

    /** The invalid fields at their indexes; the other elements are null. Usually empty. */
    private final @Nullable Object[] oddFields;

    /**
     * Creates a header.
     *
     * @param durable whether the message should survive a broker's restart; default false
     * @param priority 0 to 255; default 4
     * @param ttl the time to live of the message, in milliseconds up to 2^32 - 1; null (the default) if it is unlimited
     * @param firstAcquirer true if the message has not been acquired before; default false
     * @param deliveryCount number of previous unsuccessful deliveries, 0 to 2^32 - 1; default 0
     * @throws IllegalArgumentException if a number is out of range, or {@code ttl} is not in whole milliseconds
     */
    public MessageHeader(
            boolean durable, int priority, @Nullable Duration ttl, boolean firstAcquirer, long deliveryCount) {
        this(durable, priority, ttl, firstAcquirer, deliveryCount, NO_ODD_FIELDS);
    }

    private MessageHeader(
            boolean durable,
            int priority,
            @Nullable Duration ttl,
            boolean firstAcquirer,
            long deliveryCount,
            @Nullable Object[] oddFields) {
        if (priority < 0 || priority > 0xff) {
            throw new IllegalArgumentException("priority: " + priority + " (expected: 0 to 255)");
        }
        if (ttl != null && !isWireTtl(ttl)) {
            throw new IllegalArgumentException("ttl: " + ttl + " (expected: 0 to 4294967295 whole milliseconds)");
        }
        if (deliveryCount < 0 || deliveryCount > UnsignedInt.MAX_VALUE) {
            throw new IllegalArgumentException("delivery count: " + deliveryCount + " (expected: 0 to 4294967295)");
        }
        this.durable = durable;
        this.priority = priority;
        this.ttl = ttl;
        this.firstAcquirer = firstAcquirer;
        this.deliveryCount = deliveryCount;
        this.oddFields = oddFields;
    }

    /** Returns a header of fields in order, each of which is null, of the right type, or an {@link OddField}. */
    static MessageHeader of(@Nullable Object[] fields) {
        Duration ttl = get(fields, TTL) instanceof UnsignedInt millis ? Duration.ofMillis(millis.value()) : null;
        return new MessageHeader(
                get(fields, DURABLE) instanceof Boolean durable && durable,
                get(fields, PRIORITY) instanceof UnsignedByte priority ? priority.value() : DEFAULT_PRIORITY,
                ttl,
                get(fields, FIRST_ACQUIRER) instanceof Boolean first && first,
                get(fields, DELIVERY_COUNT) instanceof UnsignedInt count ? count.value() : 0,
                oddFields(fields));
    }

    private static @Nullable Object[] oddFields(@Nullable Object[] fields) {
        @Nullable Object[] odd = NO_ODD_FIELDS;
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] instanceof OddField) {
                odd = Arrays.copyOf(odd, i + 1);
                odd[i] = fields[i];
            }
        }
        return odd;
    }

    /** Returns whether a value is of the type of a field; false for unknown fields. */
    static boolean isOfType(int field, Object value) {
        return switch (field) {
            case DURABLE, FIRST_ACQUIRER -> value instanceof Boolean;
            case PRIORITY -> value instanceof UnsignedByte;
            case TTL, DELIVERY_COUNT -> value instanceof UnsignedInt;
            default -> false;
        };
    }

    private static boolean isWireTtl(Duration ttl) {
        return !ttl.isNegative()
                && ttl.compareTo(Duration.ofMillis(UnsignedInt.MAX_VALUE)) <= 0
                && ttl.getNano() % 1_000_000 == 0;
    }

    /** Returns the fields to be written; null for those with defaults. */
    @Nullable
    Object[] fields() {
        @Nullable Object[] fields = new Object[Math.max(COUNT, oddFields.length)];
        fields[DURABLE] = durable ? Boolean.TRUE : null;
        fields[PRIORITY] = priority == DEFAULT_PRIORITY ? null : UnsignedByte.of(priority);
        fields[TTL] = ttl == null ? null : UnsignedInt.of(ttl.toMillis());
        fields[FIRST_ACQUIRER] = firstAcquirer ? Boolean.TRUE : null;
        fields[DELIVERY_COUNT] = deliveryCount == 0 ? null : UnsignedInt.of(deliveryCount);
        for (int i = 0; i < oddFields.length; i++) {
            if (oddFields[i] != null) {
                fields[i] = oddFields[i];
            }
        }
        return fields;
    }

    /**
     * Returns whether the message should survive a broker's restart; default false.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public boolean durable() {
        check(DURABLE);
        return durable;
    }

    /**
     * Returns the priority, 0 to 255; default 4.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public int priority() {
        check(PRIORITY);
        return priority;
    }

    /**
     * Returns the time to live of the message; null (the default) if it is unlimited.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public @Nullable Duration ttl() {
        check(TTL);
        return ttl;
    }

    /**
     * Returns true if the message has not been acquired before; default false.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public boolean firstAcquirer() {
        check(FIRST_ACQUIRER);
        return firstAcquirer;
    }

    /**
     * Returns the number of previous unsuccessful deliveries, 0 to 2^32 - 1; default 0.
     *
     * @throws AmqpDecodeException if the received value is not of the type of the field
     */
    public long deliveryCount() {
        check(DELIVERY_COUNT);
        return deliveryCount;
    }

    /**
     * Returns the fields whose received values are not of their type, by their AMQP name, such as
     * {@code delivery-count}: an {@link UndecodedValue}, or a value of another type. Fields after the known ones are
     * included as {@code field 6} and so on. All are encoded again unless they are set. Unmodifiable, and usually
     * empty.
     */
    public Map<String, Object> undecoded() {
        return OddField.values(oddFields, MessageHeader::name);
    }

    private void check(int field) {
        if (get(oddFields, field) instanceof OddField odd) {
            throw odd.failure(name(field));
        }
    }

    private static @Nullable Object get(@Nullable Object[] fields, int field) {
        return field < fields.length ? fields[field] : null;
    }

    private static String name(int field) {
        return field < COUNT ? NAMES[field] : "field " + (field + 1);
    }

    private @Nullable Object[] oddFieldsWithout(int field) {
        if (get(oddFields, field) == null) {
            return oddFields;
        }
        @Nullable Object[] others = oddFields.clone();
        others[field] = null;
        return oddFields(others);
    }

    /** Returns this header with another value of {@link #durable}. */
    public MessageHeader withDurable(boolean newDurable) {
        return new MessageHeader(newDurable, priority, ttl, firstAcquirer, deliveryCount, oddFieldsWithout(DURABLE));
    }

    /** Returns this header with another priority, 0 to 255. */
    public MessageHeader withPriority(int newPriority) {
        return new MessageHeader(durable, newPriority, ttl, firstAcquirer, deliveryCount, oddFieldsWithout(PRIORITY));
    }

    /** Returns this header with another time to live, in whole milliseconds; null for unlimited. */
    public MessageHeader withTtl(@Nullable Duration newTtl) {
        return new MessageHeader(durable, priority, newTtl, firstAcquirer, deliveryCount, oddFieldsWithout(TTL));
    }

    /** Returns this header with another value of {@link #firstAcquirer}. */
    public MessageHeader withFirstAcquirer(boolean newFirstAcquirer) {
        return new MessageHeader(
                durable, priority, ttl, newFirstAcquirer, deliveryCount, oddFieldsWithout(FIRST_ACQUIRER));
    }

    /** Returns this header with another delivery count. */
    public MessageHeader withDeliveryCount(long newDeliveryCount) {
        return new MessageHeader(
                durable, priority, ttl, firstAcquirer, newDeliveryCount, oddFieldsWithout(DELIVERY_COUNT));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MessageHeader that
                && durable == that.durable
                && priority == that.priority
                && Objects.equals(ttl, that.ttl)
                && firstAcquirer == that.firstAcquirer
                && deliveryCount == that.deliveryCount
                && Arrays.equals(oddFields, that.oddFields);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hash(durable, priority, ttl, firstAcquirer, deliveryCount) + Arrays.hashCode(oddFields);
    }

    @Override
    public String toString() {
        return "MessageHeader[durable=" + durable + ", priority=" + priority + ", ttl=" + ttl + ", firstAcquirer="
                + firstAcquirer + ", deliveryCount=" + deliveryCount
                + (oddFields.length == 0 ? "" : ", undecoded=" + undecoded()) + "]";
    }
}
