package io.rbfly.simulation.group;

import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.simulation.cluster.SimulatedCluster;
import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.GroupPlan;
import io.rbfly.simulation.plan.MemberPlan;
import io.rbfly.simulation.plan.RunPlan;
import io.rbfly.simulation.workload.Application;
import io.rbfly.simulation.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** All groups of a run. */
public final class Groups {
    private final RunPlan plan;
    private final Function<String, StoredMessages> stored;
    private final Findings findings;
    private final SimulatedCluster cluster;
    private final Troubles troubles;
    private final Map<Key, GroupCheck> checks = new LinkedHashMap<>();
    private final List<Member> members = new ArrayList<>();
    private final List<Integer> clients = new ArrayList<>();

    private record Key(GroupPlan group, String stream) {}

    /** @param stored the messages of a stream */
    public Groups(
            World world,
            RunPlan plan,
            Function<String, StoredMessages> stored,
            SimulatedCluster cluster,
            Findings findings) {
        this.plan = plan;
        this.stored = stored;
        this.cluster = cluster;
        this.findings = findings;
        this.troubles = new Troubles(world, plan);
    }

    /** Starts all members. */
    public void start(List<Application> applications) {
        applications.forEach(each -> troubles.add(each.watch()));
        for (GroupPlan group : plan.scaleOut().groups()) {
            for (MemberPlan each : group.members()) {
                Member member = new Member(
                        group, each, applications.get(each.client()), troubles, stream -> check(group, stream));
                members.add(member);
                clients.add(each.client());
                member.start();
            }
            check(group, group.stream());
        }
    }

    private GroupCheck check(GroupPlan group, String stream) {
        return checks.computeIfAbsent(
                new Key(group, stream),
                key -> new GroupCheck(group.name() + " of " + stream, stored.apply(stream), findings));
    }

    /** A client reports an event. */
    public void event(int client, ClientEvent event) {
        for (int i = 0; i < members.size(); i++) {
            if (clients.get(i) == client) {
                members.get(i).event(event);
            }
        }
    }

    /** Something was committed. */
    public void committed() {
        checks.forEach((key, check) -> check.checkStored(cluster.storedEnd(key.stream, key.group.name())));
    }

    /** A client is being closed. */
    public void clientCloses(int client) {
        for (int i = 0; i < members.size(); i++) {
            if (clients.get(i) == client) {
                members.get(i).clientCloses();
            }
        }
    }

    /** All clients are being closed. */
    public void closing() {
        members.forEach(Member::clientCloses);
    }

    /** Members no longer leave. */
    public void last() {
        members.forEach(Member::last);
    }

    /** Whether each group has processed everything. */
    public boolean isDone() {
        return hasNobody()
                || checks.values().stream().allMatch(GroupCheck::isAtEnd)
                        && members.stream().allMatch(Member::isSettled);
    }

    private boolean hasNobody() {
        return members.isEmpty();
    }

    /** Whether what was processed is stored. */
    public boolean isStored() {
        return checks.entrySet().stream()
                .allMatch(entry -> entry.getKey().group.chooses()
                        || entry.getValue()
                                .isStored(cluster.storedEnd(
                                        entry.getKey().stream,
                                        entry.getKey().group.name())));
    }

    /** What is left to do. */
    public String progress() {
        StringBuilder text = new StringBuilder();
        checks.values().stream()
                .filter(each -> !each.isAtEnd())
                .forEach(each -> text.append(each).append("; "));
        return text.toString();
    }
}
