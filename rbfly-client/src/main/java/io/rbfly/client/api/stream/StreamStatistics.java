package io.rbfly.client.api.stream;

import java.util.OptionalLong;

/**
 * Where a stream begins and ends.
 *
 * @param firstOffset of the first message that the stream still has, unsigned; empty when it has none
 * @param committedChunkId offset of the first message of the last chunk that can be read, unsigned; empty when there is none.
 *     The last offset is not told: it is this one or a few thousand more
 */
public record StreamStatistics(OptionalLong firstOffset, OptionalLong committedChunkId) {}
