package io.rbfly.demo.groups;

import io.rbfly.demo.groups.Schedule.Change;
import java.util.List;

/** A timeline with a clock that tests advance. */
final class GroupOfThree {
    private long nanos = 5_000_000_000L;
    final ReadersTimeline timeline = new ReadersTimeline(() -> nanos, List.of("orders-0", "orders-1"));

    GroupOfThree afterSeconds(long seconds) {
        nanos += seconds * 1_000_000_000L;
        return this;
    }

    GroupOfThree changed(String member, Change change) {
        timeline.changed(member, change);
        return this;
    }

    GroupOfThree reads(String member, int partition) {
        timeline.activated(member, "orders-" + partition);
        return this;
    }

    GroupOfThree stops(String member, int partition) {
        timeline.deactivated(member, "orders-" + partition);
        return this;
    }

    GroupOfThree lost(String member, int partition) {
        timeline.lost(member, "orders-" + partition);
        return this;
    }

    /** A reads both, hands one over to B, and is killed. */
    static GroupOfThree played() {
        GroupOfThree group = new GroupOfThree().afterSeconds(3).changed("A", Change.JOINS);
        group.reads("A", 0).reads("A", 1).afterSeconds(10).changed("B", Change.JOINS);
        group.stops("A", 1).reads("B", 1).afterSeconds(10);
        group.lost("A", 0).changed("A", Change.IS_KILLED).timeline.gone("A");
        return group.afterSeconds(1).reads("B", 0).afterSeconds(9);
    }
}
