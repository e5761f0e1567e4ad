package io.rbfly.client.api;

import io.rbfly.protocol.wire.Check;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a subscription starts. */
public final class Offset {
    /** From the first message that the stream still has. */
    public static final Offset FIRST = new Offset(Kind.FIRST, 0, "", null);

    /**
     * From the first message of the last chunk; with a filter, of the last chunk if that has a wanted value. An empty
     * stream: like {@link #NEXT}.
     */
    public static final Offset LAST = new Offset(Kind.LAST, 0, "", null);

    /** Only messages stored after the subscription was made. One that is stored while it is made may come or not. */
    public static final Offset NEXT = new Offset(Kind.NEXT, 0, "", null);

    private final Kind kind;
    private final long value;
    private final String reference;
    private final @Nullable Offset otherwise;

    private Offset(Kind kind, long value, String reference, @Nullable Offset otherwise) {
        this.kind = kind;
        this.value = value;
        this.reference = reference;
        this.otherwise = otherwise;
    }

    /** The kinds of offsets. Later versions may add further ones: a switch over them needs a default. */
    public enum Kind {
        /** {@link Offset#FIRST}. */
        FIRST,
        /** {@link Offset#LAST}. */
        LAST,
        /** {@link Offset#NEXT}. */
        NEXT,
        /** {@link Offset#at}. */
        AT,
        /** {@link Offset#timestamp}. */
        TIMESTAMP,
        /** {@link Offset#stored}. */
        STORED
    }

    /**
     * From a given offset.
     *
     * @param value unsigned 64 bits. Below the stream's first offset: from the first; above its end: what comes next.
     *     Where the end is depends on the node: a replica that lags behind has a lower one
     */
    public static Offset at(long value) {
        return new Offset(Kind.AT, value, "", null);
    }

    /**
     * From a point in time: from the first chunk written at or after it. Messages have no timestamp of their own, so
     * the first ones may have been sent a little before it. Later than all chunks: like {@link #NEXT}.
     *
     * @throws IllegalArgumentException when its milliseconds since 1970 do not fit 64 bits
     */
    public static Offset timestamp(Instant value) {
        Objects.requireNonNull(value, "value");
        try {
            return new Offset(Kind.TIMESTAMP, value.toEpochMilli(), "", null);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("timestamp: " + value + " (expected: milliseconds in 64 bits)", e);
        }
    }

    /**
     * From the message after the offset that is stored in the broker under a reference, as {@link #at} has it. When
     * none is stored: from {@link #FIRST}, or from where {@link #orElse} says.
     *
     * @param reference 1 to 255 bytes in UTF-8
     * @throws IllegalArgumentException when it is shorter or longer
     */
    public static Offset stored(String reference) {
        Objects.requireNonNull(reference, "reference");
        Check.reference("reference", reference);
        return new Offset(Kind.STORED, 0, reference, FIRST);
    }

    /**
     * A stored offset with where to start when none is stored. Another stored offset is possible: it is asked for next.
     *
     * @throws IllegalStateException when this is not a stored offset
     */
    public Offset orElse(Offset otherwise) {
        Objects.requireNonNull(otherwise, "otherwise");
        if (kind != Kind.STORED) {
            throw new IllegalStateException(this + " (expected: an offset of Offset.stored)");
        }
        return new Offset(kind, value, reference, otherwise);
    }

    /** The kind of this offset. */
    public Kind kind() {
        return kind;
    }

    /** The offset of {@link #at}, unsigned; the milliseconds since 1970 of {@link #timestamp}; else zero. */
    public long value() {
        return value;
    }

    /** The reference of {@link #stored}, else an empty string. */
    public String reference() {
        return reference;
    }

    /** Where to start when no offset is stored; this offset itself when it is not a stored one. */
    public Offset otherwise() {
        return otherwise == null ? this : otherwise;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Offset offset
                && kind == offset.kind
                && value == offset.value
                && reference.equals(offset.reference)
                && Objects.equals(otherwise, offset.otherwise);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, value, reference, otherwise);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case FIRST, LAST, NEXT -> "Offset." + kind;
            case AT -> "Offset.at(" + Long.toUnsignedString(value) + ")";
            case TIMESTAMP -> "Offset.timestamp(" + Instant.ofEpochMilli(value) + ")";
            case STORED ->
                "Offset.stored(" + reference + ")" + (otherwise == FIRST ? "" : ".orElse(" + otherwise + ")");
        };
    }
}
