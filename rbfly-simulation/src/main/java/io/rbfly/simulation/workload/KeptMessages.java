package io.rbfly.simulation.workload;

import io.rbfly.client.api.Message;
import io.rbfly.simulation.model.Findings;
import java.util.ArrayDeque;
import java.util.Arrays;

/** The last messages that an application has kept: they must not change. */
final class KeptMessages {
    private static final int COUNT = 20;

    private final String reader;
    private final Findings findings;
    private final ArrayDeque<Kept> messages = new ArrayDeque<>();

    private record Kept(Message message, byte[] bytes) {}

    KeptMessages(String reader, Findings findings) {
        this.reader = reader;
        this.findings = findings;
    }

    void add(Message message) {
        messages.add(new Kept(message, message.raw().clone()));
        if (messages.size() > COUNT) {
            check(messages.remove());
        }
    }

    /** Checks all. */
    void check() {
        messages.forEach(this::check);
    }

    private void check(Kept kept) {
        findings.check(
                Arrays.equals(kept.message.raw(), kept.bytes),
                "a message that is kept does not change",
                () -> reader + ": offset " + kept.message.offset());
    }
}
