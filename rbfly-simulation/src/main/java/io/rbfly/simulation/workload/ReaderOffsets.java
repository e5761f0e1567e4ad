package io.rbfly.simulation.workload;

import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.model.StoredMessages;
import java.util.function.LongSupplier;

/** What a reader has processed, in all its subscriptions, and what is stored of it. */
final class ReaderOffsets {
    private final String reader;
    private final StoredMessages messages;
    private final Selection selection;
    private final Findings findings;
    /** The offset that the broker has stored, plus one; zero if there is none. */
    private final LongSupplier stored;

    private long processedEnd;

    ReaderOffsets(String reader, StoredMessages messages, Selection selection, Findings findings, LongSupplier stored) {
        this.reader = reader;
        this.messages = messages;
        this.selection = selection;
        this.findings = findings;
        this.stored = stored;
    }

    /** The offset after the one that is stored. */
    long storedEnd() {
        return stored.getAsLong();
    }

    /**
     * A subscription starts at an offset. If the messages from there on are dropped by its filter, it stores theirs.
     */
    void startAt(long offset) {
        if (!selection.isAll()) {
            processedEnd = Math.max(processedEnd, offset);
        }
    }

    /** A message is processed. */
    void processed(long offset) {
        processedEnd = Math.max(processedEnd, offset + 1);
    }

    /** Whether nothing is delivered from there to an offset, in the stream or in a former one of its name. */
    private boolean isDropped(long end) {
        for (StoredMessages each = messages; each != null; each = each.successor()) {
            boolean reaches = each.successor() == null || end <= each.end();
            if (reaches && selection.hasNothing(each, processedEnd, end)) {
                return true;
            }
        }
        return false;
    }

    /** Checks that what is stored is the offset of a message that was processed, or dropped by a filter. */
    void check() {
        long end = storedEnd();
        findings.check(
                end <= processedEnd || isDropped(end),
                "a stored offset is that of a processed message",
                () -> reader + ": stored " + (end - 1) + ", processed " + (processedEnd - 1));
    }
}
