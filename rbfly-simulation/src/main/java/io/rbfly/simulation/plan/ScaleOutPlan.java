package io.rbfly.simulation.plan;

import java.util.List;

/**
 * What a run has of groups.
 *
 * @param groups the groups
 */
public record ScaleOutPlan(List<GroupPlan> groups) {
    /** Nothing. */
    public static final ScaleOutPlan NONE = new ScaleOutPlan(List.of());

    /** The number of a client's subscriptions to a stream that are members of groups. */
    public int members(int client, String stream) {
        return (int) groups.stream()
                .filter(group -> group.stream().equals(stream))
                .flatMap(group -> group.members().stream())
                .filter(member -> member.client() == client)
                .count();
    }

    /** The number of a client's subscriptions that are members of groups. */
    public int members(int client) {
        return (int) groups.stream()
                .flatMap(group -> group.members().stream())
                .filter(member -> member.client() == client)
                .count();
    }
}
