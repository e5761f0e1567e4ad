package io.rbfly.client.subscribe.batch;

import io.rbfly.client.api.error.StreamException;
import io.rbfly.protocol.chunk.Chunk;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some consecutive entries of a chunk, with decompressed batches.
 *
 * @param chunk these entries
 * @param failures why a batch is still compressed, by the offset of its first message
 */
public record Portion(Chunk chunk, Map<Long, StreamException> failures) {
    /** Why a batch could not be decompressed, by the offset of its first message. */
    public @Nullable StreamException failure(long offset) {
        return failures.get(offset);
    }
}
