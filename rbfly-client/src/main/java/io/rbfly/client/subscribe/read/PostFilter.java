package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.MessageView;
import io.rbfly.codec.amqp.AmqpMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Drops messages with other filter values, which are received together with the wanted ones. */
public final class PostFilter {
    private final Set<String> values;
    private final boolean unfiltered;
    private final Function<? super AmqpMessage, @Nullable String> function;

    private PostFilter(
            Set<String> values, boolean unfiltered, Function<? super AmqpMessage, @Nullable String> function) {
        this.values = values;
        this.unfiltered = unfiltered;
        this.function = function;
    }

    /** Returns the filter for the options of a subscription, null if it drops nothing. */
    public static @Nullable PostFilter of(@Nullable MessageFilter filter) {
        Function<? super AmqpMessage, @Nullable String> function = filter == null ? null : filter.filterValue();
        return filter == null || function == null
                ? null
                : new PostFilter(filter.values(), filter.unfiltered(), function);
    }

    /** Whether a message is wanted; throws what the application's function throws. */
    boolean wants(MessageView message) {
        String value = function.apply(message.content());
        return value == null ? unfiltered : values.contains(value);
    }

    /** Returns the properties of the Subscribe request for a filter, section 8 of the protocol. */
    public static Map<String, String> properties(@Nullable MessageFilter filter) {
        if (filter == null) {
            return Map.of();
        }
        Map<String, String> properties = new LinkedHashMap<>();
        for (String value : filter.values()) {
            properties.put("filter." + properties.size(), value);
        }
        if (filter.unfiltered()) {
            properties.put("match-unfiltered", "true");
        }
        return properties;
    }
}
