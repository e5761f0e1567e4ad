package io.rbfly.simulation.workload;

import io.rbfly.simulation.model.Findings;
import java.util.function.LongSupplier;

/** What a reader has processed, in all its subscriptions, and what is stored of it. */
final class ReaderOffsets {
    private final String reader;
    private final Findings findings;
    /** The offset that the broker has stored, plus one; zero if there is none. */
    private final LongSupplier stored;

    private long processedEnd;

    ReaderOffsets(String reader, Findings findings, LongSupplier stored) {
        this.reader = reader;
        this.findings = findings;
        this.stored = stored;
    }

    /** The offset after the one that is stored. */
    long storedEnd() {
        return stored.getAsLong();
    }

    /** A message is processed. */
    void processed(long offset) {
        processedEnd = Math.max(processedEnd, offset + 1);
    }

    /** Checks that what is stored is processed. */
    void check() {
        long end = storedEnd();
        findings.check(
                end <= processedEnd,
                "a stored offset is that of a processed message",
                () -> reader + ": stored " + (end - 1) + ", processed " + (processedEnd - 1));
    }
}
