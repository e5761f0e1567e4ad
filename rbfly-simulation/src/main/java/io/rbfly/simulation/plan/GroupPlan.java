package io.rbfly.simulation.plan;

import java.util.List;

/**
 * Subscriptions of several clients, of which one reads a stream at a time.
 *
 * @param id identifies it
 * @param stream the stream
 * @param chooses whether the application chooses the offset at each activation, and stores none in the broker
 * @param members its members
 */
public record GroupPlan(int id, String stream, boolean chooses, List<MemberPlan> members) {
    /** The name of the group, under which it stores offsets. */
    public String name() {
        return "group-" + id;
    }

    /** The same group without some members. */
    public GroupPlan with(List<MemberPlan> others) {
        return new GroupPlan(id, stream, chooses, others);
    }
}
