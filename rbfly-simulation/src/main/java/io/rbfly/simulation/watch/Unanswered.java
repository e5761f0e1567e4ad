package io.rbfly.simulation.watch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The messages of a publisher that were sent and not answered, by the publishing ids of their entries. */
final class Unanswered {
    private final Map<Long, List<Long>> numbers = new HashMap<>();
    private int size;

    /** An entry was sent with messages of these numbers. */
    void add(long id, List<Long> sent) {
        List<Long> before = numbers.put(id, sent);
        size += sent.size() - (before == null ? 0 : before.size());
    }

    /** An entry was answered; returns the numbers of its messages. */
    List<Long> remove(long id) {
        List<Long> answered = numbers.remove(id);
        size -= answered == null ? 0 : answered.size();
        return answered == null ? List.of() : answered;
    }

    /** The number of messages. */
    int size() {
        return size;
    }
}
