package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.type.UnsignedInt;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The header section: how a message is to be delivered (AMQP 1.0 part 3, section 3.2.1). A field with its default and one
 * that is not there mean the same.
 *
 * @param durable whether the message should survive a broker's restart; default false
 * @param priority 0 to 255; default 4
 * @param ttl how long the message is worth delivering, in milliseconds up to 2^32 - 1; null (the default) is for ever
 * @param firstAcquirer true when nobody acquired the message before; default false
 * @param deliveryCount number of unsuccessful deliveries before, 0 to 2^32 - 1; default 0
 */
public record MessageHeader(
        boolean durable, int priority, @Nullable Duration ttl, boolean firstAcquirer, long deliveryCount) {
    /** The priority of a message that does not say one. */
    public static final int DEFAULT_PRIORITY = 4;

    /** What a message without a header section has. */
    public static final MessageHeader DEFAULT = new MessageHeader(false, DEFAULT_PRIORITY, null, false, 0);

    /** @throws IllegalArgumentException when a number is out of range, or {@code ttl} is not in whole milliseconds */
    public MessageHeader {
        if (priority < 0 || priority > 0xff) {
            throw new IllegalArgumentException("priority: " + priority + " (expected: 0 to 255)");
        }
        if (ttl != null && !isWireTtl(ttl)) {
            throw new IllegalArgumentException("ttl: " + ttl + " (expected: 0 to 4294967295 whole milliseconds)");
        }
        if (deliveryCount < 0 || deliveryCount > UnsignedInt.MAX_VALUE) {
            throw new IllegalArgumentException("delivery count: " + deliveryCount + " (expected: 0 to 4294967295)");
        }
    }

    private static boolean isWireTtl(Duration ttl) {
        return !ttl.isNegative()
                && ttl.compareTo(Duration.ofMillis(UnsignedInt.MAX_VALUE)) <= 0
                && ttl.getNano() % 1_000_000 == 0;
    }

    /** Returns this header with another value of {@link #durable}. */
    public MessageHeader withDurable(boolean newDurable) {
        return new MessageHeader(newDurable, priority, ttl, firstAcquirer, deliveryCount);
    }

    /** Returns this header with another priority, 0 to 255. */
    public MessageHeader withPriority(int newPriority) {
        return new MessageHeader(durable, newPriority, ttl, firstAcquirer, deliveryCount);
    }

    /** Returns this header with another time to live, in whole milliseconds; null is for ever. */
    public MessageHeader withTtl(@Nullable Duration newTtl) {
        return new MessageHeader(durable, priority, newTtl, firstAcquirer, deliveryCount);
    }

    /** Returns this header with another value of {@link #firstAcquirer}. */
    public MessageHeader withFirstAcquirer(boolean newFirstAcquirer) {
        return new MessageHeader(durable, priority, ttl, newFirstAcquirer, deliveryCount);
    }

    /** Returns this header with another delivery count. */
    public MessageHeader withDeliveryCount(long newDeliveryCount) {
        return new MessageHeader(durable, priority, ttl, firstAcquirer, newDeliveryCount);
    }
}
