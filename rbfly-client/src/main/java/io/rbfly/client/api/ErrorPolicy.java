package io.rbfly.client.api;

import io.rbfly.client.api.error.HandlerException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Subscription#forEach} does when a handler fails at a message: throws, or returns a stage that fails. A
 * message that is no AMQP 1.0 is such a failure too once the handler asks for its content, and so is a filter's
 * function that throws. It is always about that one message; others of its chunk are never passed over.
 *
 * <pre>{@code
 * ErrorPolicy.STOP
 * ErrorPolicy.skip((message, error) -> log(message.offset(), error))
 * ErrorPolicy.STOP.withRetries(5, Duration.ofMillis(100), Duration.ofSeconds(10))
 * ErrorPolicy.skip(deadLetters::add).withRetries(3, Duration.ofSeconds(1), Duration.ofSeconds(1))
 * }</pre>
 */
public final class ErrorPolicy {
    /** For {@link #withRetries}: until it succeeds, the loop is cancelled, or the subscription is closed. */
    public static final int FOR_EVER = Integer.MAX_VALUE;

    /**
     * The loop's future fails with {@link HandlerException}. The message after the failed one is the next to be read of
     * the subscription; it is not stored as dealt with.
     */
    public static final ErrorPolicy STOP = new ErrorPolicy(null, 0, Duration.ZERO, Duration.ZERO);

    private final @Nullable BiConsumer<? super Message, ? super Throwable> skipped;
    private final int retries;
    private final Duration firstPause;
    private final Duration longestPause;

    private ErrorPolicy(
            @Nullable BiConsumer<? super Message, ? super Throwable> skipped,
            int retries,
            Duration firstPause,
            Duration longestPause) {
        this.skipped = skipped;
        this.retries = retries;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
    }

    /**
     * The loop goes on at the message after the failed one, which counts as dealt with.
     *
     * @param skipped told the message and the error, on the callback executor. What it throws stops the loop as
     *     {@link #STOP} does
     */
    public static ErrorPolicy skip(BiConsumer<? super Message, ? super Throwable> skipped) {
        Objects.requireNonNull(skipped, "skipped");
        return new ErrorPolicy(skipped, 0, Duration.ZERO, Duration.ZERO);
    }

    /**
     * Hands the same message to the handler again before this policy does what it does. Meanwhile no other message is
     * handed out, and cancelling the loop makes the message the next to be read.
     *
     * @param retries how often at most, from 0; or {@link #FOR_EVER}
     * @param firstPause before the first time, from 0; each pause is twice as long as the one before, less up to half
     *     of it by chance
     * @param longestPause the longest that a pause becomes, from {@code firstPause} to 365 days
     */
    public ErrorPolicy withRetries(int retries, Duration firstPause, Duration longestPause) {
        Objects.requireNonNull(firstPause, "firstPause");
        Objects.requireNonNull(longestPause, "longestPause");
        if (retries < 0) {
            throw new IllegalArgumentException("retries: " + retries + " (expected: >= 0)");
        }
        if (firstPause.isNegative()
                || longestPause.compareTo(firstPause) < 0
                || longestPause.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("pauses: " + firstPause + " to " + longestPause
                    + " (expected: from 0 to 365 days, the first not above the longest)");
        }
        return new ErrorPolicy(skipped, retries, firstPause, longestPause);
    }

    /** Who is told of a message that is skipped, null when the loop stops instead. */
    public @Nullable BiConsumer<? super Message, ? super Throwable> skipped() {
        return skipped;
    }

    /** How often a message is tried again. */
    public int retries() {
        return retries;
    }

    /** The pause before the first time that a message is tried again. */
    public Duration firstPause() {
        return firstPause;
    }

    /** The longest pause. */
    public Duration longestPause() {
        return longestPause;
    }

    @Override
    public String toString() {
        return "ErrorPolicy[" + (skipped == null ? "stop" : "skip") + ", retries=" + retries + "]";
    }
}
