package io.rbfly.simulation.watch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The messages of a publisher that were sent and not answered, by the publishing ids of their entries. */
final class Unanswered {
    private final Map<Long, Entry> entries = new HashMap<>();
    private int size;
    private long bytes;

    /** An entry was sent. */
    void add(Entry entry) {
        remove(entry.id());
        entries.put(entry.id(), entry);
        size += entry.messages().size();
        bytes += entry.bytes();
    }

    /** An entry was answered; returns the numbers of its messages. */
    List<Long> remove(long id) {
        Entry answered = entries.remove(id);
        if (answered == null) {
            return List.of();
        }
        size -= answered.messages().size();
        bytes -= answered.bytes();
        return answered.messages();
    }

    /** The number of messages. */
    int size() {
        return size;
    }

    /** The bytes of the messages. */
    long bytes() {
        return bytes;
    }
}
