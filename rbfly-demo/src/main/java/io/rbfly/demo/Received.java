package io.rbfly.demo;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The messages that the slow consumer has read. A message contains its number, because offsets may have gaps even if no
 * message is missing.
 *
 * <p>Thread safe.
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

    /** Creates it with the number of messages that are sent. */
    Received(int expected) {
        this.expected = expected;
    }

    /** Returns the body of the message with a number. */
    static String body(int number) {
        return GREETING + number;
    }

    /**
     * Counts one message.
     *
     * @param body a body that {@link #body} returned
     * @throws IllegalStateException if it is a different body: another program writes to the stream
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

    /** Returns a future that completes when every message that was sent has been read. */
    CompletableFuture<Void> all() {
        return all;
    }

    /**
     * From now on messages that were sent and not read count as missing; before, only those below the highest number.
     */
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
                // Not a message of the demo, as reported below.
            }
        }
        throw new IllegalStateException("offset " + offset + " holds no message of this demo; who else writes there?");
    }
}
