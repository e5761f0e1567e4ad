package io.rbfly.demo.groups;

import io.rbfly.client.api.Message;
import io.rbfly.demo.console.Console;
import io.rbfly.demo.groups.Schedule.Change;

/** Shows what happens to the consumers, and records it. Thread safe. */
final class Observer {
    private final ReadersTimeline timeline;
    private final ProcessedCheck check;
    private final Console console;

    Observer(ReadersTimeline timeline, ProcessedCheck check, Console console) {
        this.timeline = timeline;
        this.check = check;
        this.console = console;
    }

    /** A consumer comes, or begins to leave. */
    void changed(String member, Change change) {
        timeline.changed(member, change);
        show(member + " " + change + (change == Change.LEAVES ? " in order" : ""));
    }

    /** A consumer reads a partition from now on. */
    void activated(String member, String partition) {
        timeline.activated(member, partition);
        show(member + " reads " + ReadersTimeline.shortName(partition));
    }

    /** A consumer no longer reads a partition. */
    void deactivated(String member, String partition) {
        timeline.deactivated(member, partition);
        show(member + " stops reading " + ReadersTimeline.shortName(partition));
    }

    /** The connection of a consumer is lost. */
    void lost(String member, String partition) {
        if (timeline.lost(member, partition)) {
            check.readerLost(partition);
        }
    }

    /** A consumer is dead: it reads nothing more, and has handed over nothing. */
    void killed(String member) {
        timeline.readBy(member).forEach(partition -> lost(member, partition));
        timeline.changed(member, Change.IS_KILLED);
        timeline.gone(member);
        show(member + " " + Change.IS_KILLED + ": its connections are cut");
    }

    /** A consumer has left. */
    void gone(String member) {
        timeline.gone(member);
    }

    /** A consumer has processed a message. */
    void processed(Message message) {
        Numbered numbered = Numbered.of(message, message.body());
        check.processed(message.stream(), numbered.key, numbered.number);
    }

    /** All messages are published, and stored. */
    void allPublished(int messages) {
        check.allPublished(messages);
        console.print("%d messages are published", messages);
    }

    /** The end: what happens when the consumers are closed is of no interest. */
    void end() {
        timeline.end();
        console.print("the consumers leave, and the super stream is deleted");
    }

    private void show(String what) {
        if (!timeline.hasEnded()) {
            console.print("%-37s %s", what, timeline.readers());
        }
    }
}
