package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.StreamException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a reader, each of which provides a chunk in turn. They are fixed, and end together with the last of
 * them; or sources are added and removed until {@link #end}. Used in the subscription's serial executor only.
 */
final class SourceRotation {
    private final List<MessageSource> sources;
    private final boolean fixed;
    private @Nullable MessageSource current;
    /** The end of sources that are not fixed. */
    private @Nullable StreamException ended;

    private SourceRotation(List<MessageSource> sources, boolean fixed) {
        this.sources = sources;
        this.fixed = fixed;
        this.current = sources.isEmpty() ? null : sources.get(0);
    }

    static SourceRotation of(List<MessageSource> sources) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("sources: none (expected: at least one)");
        }
        return new SourceRotation(List.copyOf(sources), true);
    }

    /** Returns a rotation without sources yet. */
    static SourceRotation open() {
        return new SourceRotation(new ArrayList<>(), false);
    }

    /** Adds a source. It leaves the rotation when it has ended and is read. */
    void add(MessageSource source) {
        sources.add(source);
        if (ended != null) {
            source.end(ended);
        }
    }

    /** No more sources are added; those that there are end, too, if they have not ended before. */
    void end(StreamException cause) {
        if (ended == null || cause instanceof ClosedException) {
            ended = cause;
        }
        List.copyOf(sources).forEach(source -> source.end(cause)); // which notifies the reader, who may remove some
    }

    /** The source of the last message. */
    MessageSource current() {
        return Objects.requireNonNull(current, "current");
    }

    /** Whether this is the source of the last message. */
    boolean isCurrent(MessageSource source) {
        return current == source;
    }

    /** The offset of the last message, empty if there was none. */
    OptionalLong last() {
        return current == null ? OptionalLong.empty() : current.last();
    }

    /** Returns the next message, wanted or not, null if there is none. It is valid until the next call. */
    @Nullable
    MessageView take() {
        MessageSource same = current;
        if (fixed && same != null && sources.size() == 1) {
            return same.take();
        }
        MessageView message = same == null ? null : same.takeOfSameChunk();
        return message != null ? message : takeInTurn();
    }

    private @Nullable MessageView takeInTurn() {
        int before = sources.indexOf(current);
        for (int i = 1; i <= sources.size(); i++) {
            MessageSource next = sources.get((before + i) % sources.size());
            MessageView message = next.take();
            if (message != null) {
                current = next;
                return message;
            }
        }
        if (!fixed) {
            sources.removeIf(SourceRotation::leaves);
        }
        return null;
    }

    private static boolean leaves(MessageSource source) {
        if (source.isRead()) {
            source.release();
            return true;
        }
        return false;
    }

    /** The exception with which it ended, null if it has not, or if a source does not meet a condition. */
    @Nullable
    StreamException endIf(Predicate<MessageSource> condition) {
        StreamException cause = fixed ? current().ended() : ended;
        if (cause == null) {
            return null;
        }
        boolean met = sources.size() == 1
                ? condition.test(sources.get(0))
                : sources.stream().allMatch(condition);
        return met ? cause : null;
    }
}
