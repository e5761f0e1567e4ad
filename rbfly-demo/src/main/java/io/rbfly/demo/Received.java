package io.rbfly.demo;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the slow consumer has read. A message carries its number, because offsets may have gaps although nothing is
 * missing.
 *
 * <p>Safe for any thread.
 */
final class Received {
    private static final String GREETING = "hello ";

    private final int expected;
    private final SequenceCheck numbers = new SequenceCheck();
    private final CompletableFuture<Void> all = new CompletableFuture<>();
    private @Nullable Long firstOffset;
    private @Nullable Long lastOffset;
    private long count;
    private boolean toTheEnd;

    /** Made with how many messages are sent. */
    Received(int expected) {
        this.expected = expected;
    }

    /** The body of the message with a number. */
    static String body(int number) {
        return GREETING + number;
    }

    /**
     * Counts one message.
     *
     * @param body what {@link #body} made
     * @throws IllegalStateException when it is anything else: somebody else writes to the stream
     */
    synchronized void add(@Nullable Object body, long offset) {
        numbers.add(number(body, offset));
        count++;
        lastOffset = offset;
        if (firstOffset == null) {
            firstOffset = offset;
        }
        if (numbers.distinct() == expected) {
            all.complete(null);
        }
    }

    /** Complete when every message that was sent has been read. */
    CompletableFuture<Void> all() {
        return all;
    }

    /** From now on what was sent and not read counts as missing; before, only what lies below the highest number. */
    synchronized void expectAll() {
        toTheEnd = true;
    }

    synchronized long count() {
        return count;
    }

    synchronized @Nullable Long firstOffset() {
        return firstOffset;
    }

    synchronized @Nullable Long lastOffset() {
        return lastOffset;
    }

    synchronized long missing() {
        return toTheEnd ? numbers.missingBelow(expected) : numbers.missing();
    }

    synchronized long repeated() {
        return numbers.repeated();
    }

    synchronized long outOfOrder() {
        return numbers.outOfOrder();
    }

    private int number(@Nullable Object body, long offset) {
        String text = String.valueOf(body);
        if (text.startsWith(GREETING)) {
            try {
                int number = Integer.parseUnsignedInt(text.substring(GREETING.length()));
                if (number >= 0 && number < expected) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Not ours, as said below.
            }
        }
        throw new IllegalStateException("offset " + offset + " holds no message of this demo; who else writes there?");
    }
}
