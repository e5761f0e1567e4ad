package io.rbfly.client.subscribe.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Tasks that wait until no message of a source is being processed. Used in the subscription's serial executor only. */
final class QuietTasks {
    private final Predicate<MessageSource> isQuiet;
    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(MessageSource source, Runnable task) {}

    /** Creates it with the condition that no message of a source is being processed. */
    QuietTasks(Predicate<MessageSource> isQuiet) {
        this.isQuiet = isQuiet;
    }

    void add(MessageSource source, Runnable task) {
        waiting.add(new Waiting(source, task));
    }

    /** Runs the tasks of the sources that are quiet. */
    void run() {
        if (!waiting.isEmpty()) {
            List<Waiting> due =
                    waiting.stream().filter(each -> isQuiet.test(each.source)).toList();
            waiting.removeAll(due);
            due.forEach(each -> each.task.run());
        }
    }
}
