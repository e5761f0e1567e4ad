package io.rbfly.client.api;

import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.codec.amqp.AmqpMessage;
import io.rbfly.protocol.wire.Check;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Selects messages of a stream by the filter values with which they were published. It works in two steps:
 *
 * <ul>
 *   <li>The broker skips chunks that contain none of the values. It sends whole chunks, and occasionally a chunk
 *       without any of the values, so messages with other values are also received.
 *   <li>The function set by {@link #withFilterValue}, if any, returns the filter value of each received message, and
 *       the client drops messages with other values. It should return the value with which the message was published.
 * </ul>
 *
 * <p>Needs RabbitMQ 3.13 or later; with an older broker, subscribing fails with {@link UnsupportedException}.
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
     * Selects messages that were published with one of these values.
     *
     * @throws IllegalArgumentException if there are no values, or if one is empty or longer than 32,767 bytes in UTF-8
     */
    public static MessageFilter of(String... values) {
        Objects.requireNonNull(values, "values");
        if (values.length == 0) {
            throw new IllegalArgumentException("values: none (expected: at least one)");
        }
        Set<String> distinct = new LinkedHashSet<>();
        for (String value : values) {
            Objects.requireNonNull(value, "values");
            Check.utf16("filter value", value);
            int length = value.getBytes(StandardCharsets.UTF_8).length;
            if (length == 0 || length > Short.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "filter value: " + length + " bytes (expected: 1 to 32767 in UTF-8)");
            }
            distinct.add(value);
        }
        return new MessageFilter(Collections.unmodifiableSet(distinct), false, null);
    }

    /** Returns a filter that also selects messages that were published without a value. */
    public MessageFilter withUnfiltered() {
        return new MessageFilter(values, true, filterValue);
    }

    /**
     * Returns a filter that drops received messages with other values.
     *
     * @param filterValue returns the filter value of a message, null if it has none. Called on the callback executor;
     *     on {@link SubscriptionOptions#partitionExecutor()} if a subscription to a super stream has one, then
     *     concurrently for messages of different partitions. An exception that it throws is a failure at that message,
     *     as if a handler had failed at it. Its argument is valid until it returns
     */
    public MessageFilter withFilterValue(Function<? super AmqpMessage, @Nullable String> filterValue) {
        Objects.requireNonNull(filterValue, "filterValue");
        return new MessageFilter(values, unfiltered, filterValue);
    }

    /** The values, in the order in which they were given. */
    public Set<String> values() {
        return values;
    }

    /** Whether messages without a value are selected. */
    public boolean unfiltered() {
        return unfiltered;
    }

    /** The function that returns the filter value of a message, null if all received messages are selected. */
    public @Nullable Function<? super AmqpMessage, @Nullable String> filterValue() {
        return filterValue;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof MessageFilter other
                && values.equals(other.values)
                && unfiltered == other.unfiltered
                && Objects.equals(filterValue, other.filterValue);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values, unfiltered, filterValue);
    }

    @Override
    public String toString() {
        return "MessageFilter[values=" + values + ", unfiltered=" + unfiltered + "]";
    }
}
