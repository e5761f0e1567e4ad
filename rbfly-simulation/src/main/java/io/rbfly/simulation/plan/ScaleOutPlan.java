package io.rbfly.simulation.plan;

import java.time.Duration;
import java.util.List;

/**
 * What a run has of groups, and of a super stream.
 *
 * @param partitions the number of partitions of the super stream; 0 if there is none
 * @param groups the groups; one that reads the super stream may have a single member that is none of a group
 * @param publishers the publishers to the super stream
 * @param changes how its partitions change
 */
public record ScaleOutPlan(
        int partitions,
        List<GroupPlan> groups,
        List<SuperPublisherPlan> publishers,
        List<PartitionChangePlan> changes) {
    /** The name of the super stream. */
    public static final String SUPER_STREAM = "p";

    /** Nothing. */
    public static final ScaleOutPlan NONE = new ScaleOutPlan(0, List.of(), List.of(), List.of());

    /** Whether there is no super stream. */
    public boolean hasNoSuperStream() {
        return partitions == 0;
    }

    /** The same with other parts. */
    public ScaleOutPlan with(
            List<GroupPlan> groups, List<SuperPublisherPlan> publishers, List<PartitionChangePlan> changes) {
        return new ScaleOutPlan(partitions, groups, publishers, changes);
    }

    /** The number of a client's subscriptions to a stream that are members of groups. */
    public int members(int client, String stream) {
        return (int) groups.stream()
                .filter(group -> group.stream().equals(stream))
                .flatMap(group -> group.members().stream())
                .filter(member -> member.client() == client)
                .count();
    }

    /** The number of a client's subscriptions to streams that are those of groups, at most. */
    public int members(int client) {
        return groups.stream()
                .map(GroupPlan::stream)
                .distinct()
                .mapToInt(stream -> members(client, stream) * (stream.equals(SUPER_STREAM) ? maxPartitions() : 1))
                .sum();
    }

    /** The number of a client's publishers to partitions, at most. */
    public int publishers(int client) {
        return maxPartitions()
                * (int) publishers.stream()
                        .filter(each -> each.client() == client)
                        .count();
    }

    /** How often a client asks for partitions: some notice a change much later than others. */
    public Duration partitionInterval(int client) {
        return changes.isEmpty() ? Duration.ofSeconds(30) : Duration.ofMillis(100L << 2 * client);
    }

    private int maxPartitions() {
        return partitions + changes.size();
    }
}
