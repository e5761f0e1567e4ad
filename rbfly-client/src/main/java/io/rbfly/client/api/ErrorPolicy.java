package io.rbfly.client.api;

import io.rbfly.client.api.error.HandlerException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Subscription#forEach}, {@link Subscription#forEachView} and {@link Subscription#forEachBatch} do if a
 * handler fails, that is, throws or returns a stage that fails. A message that is not valid AMQP 1.0 is also such a
 * failure, when the handler decodes it, and so is an exception of a filter's function.
 *
 * <p>With {@code forEach} and {@code forEachView} a policy applies to one message: other messages of its chunk are not
 * skipped. With {@code forEachBatch} it applies to all messages of the list for which the handler failed; only an
 * exception of a filter's function concerns one message there, too.
 *
 * <pre>{@code
 * ErrorPolicy.STOP
 * ErrorPolicy.skip((message, error) -> log(message.offset(), error))
 * ErrorPolicy.STOP.withRetries(5, Duration.ofMillis(100), Duration.ofSeconds(10))
 * ErrorPolicy.skip(deadLetters::add).withRetries(3, Duration.ofSeconds(1), Duration.ofSeconds(1))
 * }</pre>
 */
public final class ErrorPolicy {
    /**
     * For {@link #withRetries}: retry until the handler succeeds, the loop is cancelled, or the subscription is closed.
     */
    public static final int FOREVER = Integer.MAX_VALUE;

    /**
     * The loop's future fails with {@link HandlerException}. The subscription continues with the message after the
     * failed one, whose offset is not stored as processed; with {@link Subscription#forEachBatch}, after the last one
     * of the list.
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
     * The loop continues with the message after the failed one, which counts as processed; with
     * {@link Subscription#forEachBatch}, after the list, all of whose messages count as processed.
     *
     * @param skipped called with the message and the exception, with {@code forEachBatch} once for each message of the
     *     list. Called on the callback executor, or on {@link SubscriptionOptions#partitionExecutor()} if a
     *     subscription to a super stream has one, then concurrently for messages of different partitions. If it throws,
     *     the loop stops as with {@link #STOP}
     */
    public static ErrorPolicy skip(BiConsumer<? super Message, ? super Throwable> skipped) {
        Objects.requireNonNull(skipped, "skipped");
        return new ErrorPolicy(skipped, 0, Duration.ZERO, Duration.ZERO);
    }

    /**
     * Passes the same message to the handler again before this policy applies, or the same list with
     * {@link Subscription#forEachBatch}. Until then no other message is delivered. If the loop is cancelled meanwhile,
     * the message is the next one to be read.
     *
     * @param retries the maximum number of retries, from 0; or {@link #FOREVER}
     * @param firstPause the pause before the first retry, from 0; each pause is twice as long as the previous one, with
     *     jitter: it lasts 50 to 100 % of its length, chosen at random
     * @param longestPause the limit of the pauses, from {@code firstPause} to 365 days
     * @throws IllegalArgumentException if an argument is out of range
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

    /** The function that is called with skipped messages, null if the loop stops instead. */
    public @Nullable BiConsumer<? super Message, ? super Throwable> skipped() {
        return skipped;
    }

    /** The maximum number of retries of a message. */
    public int retries() {
        return retries;
    }

    /** The pause before the first retry. */
    public Duration firstPause() {
        return firstPause;
    }

    /** The limit of the pauses. */
    public Duration longestPause() {
        return longestPause;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof ErrorPolicy other
                && Objects.equals(skipped, other.skipped)
                && retries == other.retries
                && Objects.equals(firstPause, other.firstPause)
                && Objects.equals(longestPause, other.longestPause);
    }

    @Override
    public int hashCode() {
        return Objects.hash(skipped, retries, firstPause, longestPause);
    }

    @Override
    public String toString() {
        return "ErrorPolicy[" + (skipped == null ? "stop" : "skip=" + skipped) + ", retries=" + retries
                + ", firstPause=" + firstPause + ", longestPause=" + longestPause + "]";
    }
}
