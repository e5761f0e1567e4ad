package io.rbfly.client.subscribe;

import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.connection.Connection;
import io.rbfly.protocol.wire.CommandKey;
import org.jspecify.annotations.Nullable;

/** The features of a broker that a subscription needs. */
record RequiredFeatures(@Nullable MessageFilter filter, boolean statistics, boolean group) {
    /** The version of the Publish command that supports filter values. */
    private static final int FILTERING_PUBLISH_VERSION = 2;

    static RequiredFeatures of(SubscriptionOptions options) {
        return new RequiredFeatures(
                options.filter(), options.stopOnSkippedMessages(), options.singleActiveConsumer() != null);
    }

    /** Throws {@link UnsupportedException} if the broker is too old. */
    void check(Connection connection) {
        if (filter != null && !connection.supports(CommandKey.PUBLISH, FILTERING_PUBLISH_VERSION)) {
            throw new UnsupportedException("message filters", "3.13");
        }
        // StreamStats came with the same version as groups, which are not listed among the commands.
        if (group && !connection.supports(CommandKey.STREAM_STATS, 1)) {
            throw new UnsupportedException("single active consumers", "3.11");
        }
        if (statistics && !connection.supports(CommandKey.STREAM_STATS, 1)) {
            throw new UnsupportedException("subscriptions that stop when messages are skipped", "3.11");
        }
    }
}
