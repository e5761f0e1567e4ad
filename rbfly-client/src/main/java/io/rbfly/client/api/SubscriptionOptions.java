package io.rbfly.client.api;

import io.rbfly.protocol.command.Credit;

/**
 * How a subscription behaves.
 *
 * @param initialCredit chunks that the broker may have on their way, 1 to 32,767; by default 10. Memory is bounded by this
 *     times the size of a chunk, and chunks have up to 8,192 entries of any size
 */
public record SubscriptionOptions(int initialCredit) {
    /** Ten credits. */
    public static final SubscriptionOptions DEFAULT = new SubscriptionOptions(10);

    public SubscriptionOptions {
        if (initialCredit < 1 || initialCredit > Credit.MAX) {
            throw new IllegalArgumentException("initialCredit: " + initialCredit + " (expected: 1..32767)");
        }
    }

    /** These options with another credit. */
    public SubscriptionOptions withInitialCredit(int initialCredit) {
        return new SubscriptionOptions(initialCredit);
    }
}
