package io.rbfly.client.api;

import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.codec.amqp.AmqpMessage;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a stream a subscription wants, by the filter value that each was published with. It works in two
 * steps:
 *
 * <ul>
 *   <li>The broker leaves out chunks that have none of the values. It sends whole chunks, and now and then one without
 *       any of the values, so messages of other values come too.
 *   <li>The function, if there is one, tells the value of each message that came; messages of other values are dropped
 *       here. It should tell what the publisher told the broker.
 * </ul>
 *
 * <p>Needs RabbitMQ 3.13 or later; subscribing at an older one fails with {@link UnsupportedException}.
 */
public final class MessageFilter {
    private final Set<String> values;
    private final boolean unfiltered;
    private final @Nullable Function<? super AmqpMessage, @Nullable String> filterValue;

    private MessageFilter(
            Set<String> values,
            boolean unfiltered,
            @Nullable Function<? super AmqpMessage, @Nullable String> filterValue) {
        this.values = values;
        this.unfiltered = unfiltered;
        this.filterValue = filterValue;
    }

    /**
     * Wants messages that were published with one of these values.
     *
     * @throws IllegalArgumentException when there is none, or when one is empty or longer than 32,767 bytes in UTF-8
     */
    public static MessageFilter of(String... values) {
        Objects.requireNonNull(values, "values");
        if (values.length == 0) {
            throw new IllegalArgumentException("values: none (expected: at least one)");
        }
        Set<String> distinct = new LinkedHashSet<>();
        for (String value : values) {
            Objects.requireNonNull(value, "values");
            int length = value.getBytes(StandardCharsets.UTF_8).length;
            if (length == 0 || length > Short.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "filter value: " + length + " bytes (expected: 1 to 32767 in UTF-8)");
            }
            distinct.add(value);
        }
        return new MessageFilter(Collections.unmodifiableSet(distinct), false, null);
    }

    /** Wants messages that were published without a value as well. */
    public MessageFilter withUnfiltered() {
        return new MessageFilter(values, true, filterValue);
    }

    /**
     * Drops messages of other values that came along.
     *
     * @param filterValue the filter value of a message, null when it has none. Called on the callback executor; what it
     *     throws is an error of that message, as if a handler had failed at it. The message it gets is valid until it
     *     returns
     */
    public MessageFilter withFilterValue(Function<? super AmqpMessage, @Nullable String> filterValue) {
        Objects.requireNonNull(filterValue, "filterValue");
        return new MessageFilter(values, unfiltered, filterValue);
    }

    /** The values, in the order given. */
    public Set<String> values() {
        return values;
    }

    /** Whether messages without a value are wanted. */
    public boolean unfiltered() {
        return unfiltered;
    }

    /** Tells the value of a message, null when all that the broker sends is wanted. */
    public @Nullable Function<? super AmqpMessage, @Nullable String> filterValue() {
        return filterValue;
    }

    @Override
    public String toString() {
        return "MessageFilter[values=" + values + ", unfiltered=" + unfiltered + "]";
    }
}
