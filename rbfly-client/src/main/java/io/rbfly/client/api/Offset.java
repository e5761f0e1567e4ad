package io.rbfly.client.api;

import io.rbfly.protocol.wire.Check;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a subscription starts. */
public final class Offset {
    private static final int MAX_REFERENCES = 100;

    /** The first message that the stream still has. */
    public static final Offset FIRST = new Offset(Kind.FIRST, 0, "", null);

    /**
     * The first message of the last chunk; with a filter, only if that chunk contains a selected value. Like
     * {@link #NEXT} if the stream is empty.
     */
    public static final Offset LAST = new Offset(Kind.LAST, 0, "", null);

    /**
     * Only messages that are stored after subscribing. A message that is stored while subscribing may or may not be
     * included.
     */
    public static final Offset NEXT = new Offset(Kind.NEXT, 0, "", null);

    private final Kind kind;
    private final long value;
    private final String reference;
    private final @Nullable Offset otherwise;
    /** The number of references that may have to be queried. */
    private final int references;

    private Offset(Kind kind, long value, String reference, @Nullable Offset otherwise) {
        this.kind = kind;
        this.value = value;
        this.reference = reference;
        this.otherwise = otherwise;
        this.references = otherwise == null ? 0 : otherwise.references + 1;
    }

    /** The kinds of offsets. Later versions may add others: a switch over them needs a default. */
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
     * A given offset.
     *
     * @param value unsigned 64 bits. Below the first offset of the stream: the first message. Above its end: the
     *     messages stored next. The end depends on the node: a replica that lags behind has a lower one
     */
    public static Offset at(long value) {
        return new Offset(Kind.AT, value, "", null);
    }

    /**
     * A point in time: the first chunk that was written at or after it. Messages have no timestamps of their own, so
     * the first ones may have been sent shortly before it. Like {@link #NEXT} if it is later than all chunks.
     *
     * @throws IllegalArgumentException if its milliseconds since 1970 do not fit into 64 bits
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
     * The message after the offset that is stored in the broker under a reference; then as for {@link #at}. If no
     * offset is stored: {@link #FIRST}, or the offset given to {@link #orElse}.
     *
     * @param reference 1 to 255 bytes in UTF-8
     * @throws IllegalArgumentException if the reference is shorter or longer
     */
    public static Offset stored(String reference) {
        Objects.requireNonNull(reference, "reference");
        Check.reference("reference", reference);
        return new Offset(Kind.STORED, 0, reference, FIRST);
    }

    /**
     * Returns this stored offset with the offset to start at if none is stored. That may be another stored offset,
     * which is then queried next. At most 100 references may follow each other.
     *
     * @throws IllegalArgumentException if there would be more references
     * @throws IllegalStateException if this is not a stored offset
     */
    public Offset orElse(Offset otherwise) {
        Objects.requireNonNull(otherwise, "otherwise");
        if (kind != Kind.STORED) {
            throw new IllegalStateException(this + " (expected: an offset of Offset.stored)");
        }
        if (otherwise.references >= MAX_REFERENCES) {
            throw new IllegalArgumentException(
                    "references: " + (otherwise.references + 1) + " (expected: at most " + MAX_REFERENCES + ")");
        }
        return new Offset(kind, value, reference, otherwise);
    }

    /** The kind of this offset. */
    public Kind kind() {
        return kind;
    }

    /** The offset of {@link #at}, unsigned; the milliseconds since 1970 of {@link #timestamp}; otherwise zero. */
    public long value() {
        return value;
    }

    /** The reference of {@link #stored}, otherwise an empty string. */
    public String reference() {
        return reference;
    }

    /** The offset to start at if no offset is stored; this offset itself if it is not a stored one. */
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
