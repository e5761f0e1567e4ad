package io.rbfly.benchmarks.compare.plan;

import io.rbfly.client.api.compression.Compression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scenario of the comparison.
 *
 * @param id a letter, with a suffix if several scenarios have the same letter
 * @param title a short description
 * @param work the kind of work
 * @param bodySize bytes of each body, at least 8
 * @param rich whether messages have properties in addition to the body
 * @param size depends on the kind of work: messages of a round trip, threads of a flood, messages per frame of a stream
 *     to be read, messages per second, or subscriptions to open
 * @param messages number of messages of a stream to be read; 0 for other work
 * @param compression that of batches; null if messages are not sent in batches
 * @param contenders the contenders in the order of a round
 */
public record Scenario(
        String id,
        String title,
        Work work,
        int bodySize,
        boolean rich,
        int size,
        int messages,
        @Nullable Compression compression,
        List<Contender> contenders) {
    /** The number of messages in a batch. */
    public static final int BATCH = 100;
    /** The number of partitions of a super stream. */
    public static final int PARTITIONS = 8;
}
