package io.rbfly.client.api;

import io.rbfly.protocol.wire.Check;

/**
 * How a publisher behaves.
 *
 * @param name the name by which the broker drops messages that it has already, 1 to 255 bytes in UTF-8; empty (the
 *     default) for none. Unique among the publishers of a stream that exist at the same time
 * @param maxUnconfirmed messages on their way to the broker at most, from 1; by default 10,000
 */
public record PublisherOptions(String name, int maxUnconfirmed) {
    /** No name, at most 10,000 unconfirmed messages. */
    public static final PublisherOptions DEFAULT = new PublisherOptions("", 10_000);

    public PublisherOptions {
        Check.referenceOrEmpty("name", name);
        if (maxUnconfirmed < 1) {
            throw new IllegalArgumentException("maxUnconfirmed: " + maxUnconfirmed + " (expected: >= 1)");
        }
    }

    /** The defaults with a name, so that each message is stored once, also over reconnects and restarts. */
    public static PublisherOptions named(String name) {
        return DEFAULT.withName(name);
    }

    /** These options with another name. */
    public PublisherOptions withName(String name) {
        return new PublisherOptions(name, maxUnconfirmed);
    }

    /** These options with another bound of unconfirmed messages. */
    public PublisherOptions withMaxUnconfirmed(int maxUnconfirmed) {
        return new PublisherOptions(name, maxUnconfirmed);
    }
}
