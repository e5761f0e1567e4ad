package io.rbfly.client.subscribe.read;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks that wait until no message of a source is being processed. Used in the subscription's serial executor only. */
final class QuietTasks {
    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(MessageSource source, Runnable task) {}

    void add(MessageSource source, Runnable task) {
        waiting.add(new Waiting(source, task));
    }

    /** Runs the tasks of all sources but the one of which a message is being processed, null if there is none. */
    void run(@Nullable MessageSource busy) {
        if (!waiting.isEmpty()) {
            List<Waiting> due =
                    waiting.stream().filter(each -> each.source != busy).toList();
            waiting.removeAll(due);
            due.forEach(each -> each.task.run());
        }
    }
}
