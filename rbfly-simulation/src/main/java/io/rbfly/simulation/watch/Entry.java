package io.rbfly.simulation.watch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that is sent, or a batch of messages.
 *
 * @param id its publishing id
 * @param messages the numbers of its messages
 * @param bytes the length of its messages, before compression
 * @param hash of the bytes of a batch; null for a message
 */
record Entry(
        long id, List<Long> messages, long bytes, @Nullable Integer hash) {}
