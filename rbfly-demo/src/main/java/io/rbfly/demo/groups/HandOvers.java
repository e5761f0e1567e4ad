package io.rbfly.demo.groups;

import io.rbfly.demo.groups.ReadersTimeline.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts how partitions passed from one reader to the next. */
final class HandOvers {
    private int orderly;
    private int afterLoss;
    private int overlapping;

    /** Counts those among readings in the order in which they began. */
    HandOvers(List<Span> readings) {
        Map<String, Span> last = new HashMap<>();
        for (Span reading : readings) {
            Span before = last.put(reading.partition, reading);
            if (before == null) {
                continue;
            } else if (before.to() > reading.from) {
                overlapping++;
            } else if (before.lost()) {
                afterLoss++;
            } else {
                orderly++;
            }
        }
    }

    /** Hand-overs by a reader that finished what it did. */
    int orderly() {
        return orderly;
    }

    /** Partitions whose reader was lost. */
    int afterLoss() {
        return afterLoss;
    }

    /** Partitions that had two readers at a time, which must not be. */
    int overlapping() {
        return overlapping;
    }
}
