package io.rbfly.client.api;

import io.rbfly.protocol.wire.Check;
import java.time.Instant;
import java.util.Objects;

/** Where a subscription starts. */
public sealed interface Offset {
    /** From the first message that the stream still has. */
    Offset FIRST = new First();

    /**
     * From the first message of the last chunk; with a filter, of the last chunk if that has a wanted value. An empty stream:
     * like {@link #NEXT}.
     */
    Offset LAST = new Last();

    /** Only messages stored after the subscription was made. One that is stored while it is made may come or not. */
    Offset NEXT = new Next();

    /**
     * From a given offset.
     *
     * @param value unsigned 64 bits. Below the stream's first offset: from the first; above its end: what comes next. Where the end
     *     is depends on the node: a replica that lags behind has a lower one
     */
    static Offset at(long value) {
        return new At(value);
    }

    /**
     * From a point in time: from the first chunk written at or after it. Messages have no timestamp of their own, so the
     * first ones may have been sent a little before it. Later than all chunks: like {@link #NEXT}.
     *
     * @throws IllegalArgumentException when its milliseconds since 1970 do not fit 64 bits
     */
    static Offset timestamp(Instant value) {
        Objects.requireNonNull(value, "value");
        return new Timestamp(value);
    }

    /**
     * From the message after the offset that is stored in the broker under a reference, as {@link #at} has it; from offset 0 when
     * none is.
     *
     * @param reference 1 to 255 bytes in UTF-8
     * @throws IllegalArgumentException when it is shorter or longer
     */
    static Offset stored(String reference) {
        Objects.requireNonNull(reference, "reference");
        return new Stored(reference);
    }

    /** See {@link #FIRST}. */
    record First() implements Offset {}

    /** See {@link #LAST}. */
    record Last() implements Offset {}

    /** See {@link #NEXT}. */
    record Next() implements Offset {}

    /** See {@link #at}. */
    record At(long value) implements Offset {}

    /** See {@link #timestamp}. */
    record Timestamp(Instant value) implements Offset {
        public Timestamp {
            try {
                value.toEpochMilli();
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("timestamp: " + value + " (expected: milliseconds in 64 bits)", e);
            }
        }
    }

    /** See {@link #stored}. */
    record Stored(String reference) implements Offset {
        public Stored {
            Check.reference("reference", reference);
        }
    }
}
