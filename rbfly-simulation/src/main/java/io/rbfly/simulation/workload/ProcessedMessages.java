package io.rbfly.simulation.workload;

import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.model.StoredMessages;

/** What a reader has processed, of which the offset may be stored. */
final class ProcessedMessages {
    private final String reader;
    private final StoredMessages stored;
    private final Selection selection;
    private final Findings findings;
    private long end;

    ProcessedMessages(String reader, StoredMessages stored, Selection selection, Findings findings) {
        this.reader = reader;
        this.stored = stored;
        this.selection = selection;
        this.findings = findings;
    }

    /**
     * A subscription starts at an offset. If the messages from there on are dropped by its filter, it stores theirs.
     */
    void startAt(long offset) {
        if (!selection.isAll()) {
            end = Math.max(end, offset);
        }
    }

    /** A message was processed. */
    void add(long offset) {
        end = Math.max(end, offset + 1);
    }

    /** Checks a stored offset, plus one: it is that of a message that was processed or dropped. */
    void check(long storedEnd) {
        findings.check(
                storedEnd <= end || selection.hasNothing(stored.latest(), end, storedEnd),
                "a stored offset is that of a processed message",
                () -> reader + ": stored " + (storedEnd - 1) + ", processed " + (end - 1));
    }
}
