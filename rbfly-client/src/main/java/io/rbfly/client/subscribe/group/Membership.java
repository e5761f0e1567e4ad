package io.rbfly.client.subscribe.group;

import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.SingleActiveConsumer;
import io.rbfly.client.api.SubscriptionOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes a subscription a member of a group.
 *
 * @param superStream that its stream is a partition of, null if it is read on its own
 */
public record Membership(
        SingleActiveConsumer consumer, @Nullable String superStream, GroupNames names) {
    /** The membership that options specify, null if none. */
    public static @Nullable Membership of(SubscriptionOptions options, @Nullable String superStream, GroupNames names) {
        SingleActiveConsumer consumer = options.singleActiveConsumer();
        return consumer == null ? null : new Membership(consumer, superStream, names);
    }

    /** The name of the group. */
    String group() {
        return consumer.name();
    }

    /** Adds the properties of a Subscribe request to others. */
    public Map<String, String> properties(Map<String, String> others) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("single-active-consumer", "true");
        all.put("name", group());
        if (superStream != null) {
            all.put("super-stream", superStream);
        }
        all.putAll(others);
        return all;
    }

    /** How offsets are stored: as the options specify, or by default. */
    public @Nullable OffsetStoring storing(@Nullable OffsetStoring given) {
        return given == null && consumer.offsetOnActivation() == null ? OffsetStoring.of(group()) : given;
    }

    /** A member is about to join; throws as {@link GroupNames#add}. */
    public void enter(String stream) {
        names.add(stream, group(), superStream);
    }

    /** The member has left. */
    public void exit(String stream) {
        names.remove(stream, group());
    }
}
