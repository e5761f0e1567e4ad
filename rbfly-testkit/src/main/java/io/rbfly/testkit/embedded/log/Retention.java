package io.rbfly.testkit.embedded.log;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When old messages are deleted. Brokers delete whole segments, whenever a new one is begun, and keep the last one.
 *
 * @param maxBytes the size above which the oldest segments are deleted; null for no limit
 * @param maxAge the age of its last chunk at which a segment is deleted; null for no limit
 * @param segmentBytes the size at which a segment is full
 * @param filterBytes the size of the Bloom filter that chunks announce
 */
public record Retention(@Nullable Long maxBytes, @Nullable Duration maxAge, long segmentBytes, int filterBytes) {
    /** What a stream has if its creator says nothing. */
    public static final Retention DEFAULT = new Retention(null, null, 500_000_000, 16);
}
