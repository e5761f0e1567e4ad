package io.rbfly.simulation.workload;

import io.rbfly.client.api.Offset;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.ReaderPlan;
import java.time.Instant;
import java.util.SplittableRandom;

/** Draws where a subscription starts. */
record StartOffset(ReaderPlan plan, StoredMessages stored, SplittableRandom random) {
    /** An offset, or a time in milliseconds since 1970; 0 if the start needs none. */
    long value() {
        return switch (plan.start()) {
            case AT -> random.nextLong(stored.latest().end() + 1);
            case TIMESTAMP ->
                stored.latest().size() == 0
                        ? 0
                        : stored.latest()
                                .get(random.nextInt(stored.latest().size()))
                                .timestamp();
            default -> 0;
        };
    }

    /** The start for a value. */
    Offset offset(long value) {
        return switch (plan.start()) {
            case FIRST -> Offset.FIRST;
            case LAST -> Offset.LAST;
            case NEXT -> Offset.NEXT;
            case AT -> Offset.at(value);
            case TIMESTAMP -> Offset.timestamp(Instant.ofEpochMilli(value));
            case STORED -> Offset.stored(plan.reference()).orElse(Offset.FIRST);
        };
    }
}
