package io.rbfly.testkit.embedded.log;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Selects the chunks that a subscription receives, section 8 of the protocol. A broker has Bloom filters, which match a
 * few chunks too many; this one matches exactly those with a wanted value.
 *
 * @param values the wanted values, of which the empty one is that of messages without a value; empty for all chunks
 * @param matchUnfiltered whether chunks with messages without a value are wanted too
 * @param tracking whether chunks that only track are wanted too
 */
public record ChunkFilter(Set<String> values, boolean matchUnfiltered, boolean tracking) {
    private static final String VALUE_PREFIX = "filter.";
    private static final String MATCH_UNFILTERED = "match-unfiltered";
    private static final String SELECTOR = "chunk_selector";

    /** Reads the filter from the properties of a subscription. */
    public static ChunkFilter of(Map<String, String> properties) {
        Set<String> values = new TreeSet<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(VALUE_PREFIX)) {
                values.add(value);
            }
        });
        boolean unfiltered = "true".equals(properties.get(MATCH_UNFILTERED)) || values.contains("");
        return new ChunkFilter(values, unfiltered, "all".equals(properties.get(SELECTOR)));
    }

    /** Whether a chunk is wanted. */
    public boolean matches(StoredChunk chunk) {
        if (!chunk.isUserChunk()) {
            return tracking;
        }
        return values.isEmpty()
                || matchUnfiltered && chunk.hasUnfiltered()
                || chunk.filterValues().stream().anyMatch(values::contains);
    }
}
