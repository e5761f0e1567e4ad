package io.rbfly.simulation.group;

import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.simulation.cluster.SimulatedCluster;
import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.FaultPlan;
import io.rbfly.simulation.plan.GroupPlan;
import io.rbfly.simulation.plan.MemberPlan;
import io.rbfly.simulation.plan.PartitionChangePlan;
import io.rbfly.simulation.plan.RunPlan;
import io.rbfly.simulation.plan.ScaleOutPlan;
import io.rbfly.simulation.plan.SuperPublisherPlan;
import io.rbfly.simulation.workload.Application;
import io.rbfly.simulation.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    private final List<SuperPublisher> publishers = new ArrayList<>();
    /** The partitions of the super stream that there ever were. */
    private final Map<String, StoredMessages> partitions = new LinkedHashMap<>();

    private SimulatedCluster.@Nullable Observer observer;

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
            streams(group).forEach(stream -> check(group, stream));
        }
        for (SuperPublisherPlan each : plan.scaleOut().publishers()) {
            SuperPublisher publisher =
                    new SuperPublisher(each, plan.scaleOut(), applications.get(each.client()), partitions);
            publishers.add(publisher);
            publisher.start();
        }
        for (PartitionChangePlan each : plan.scaleOut().changes()) {
            cluster.loop().schedule(() -> change(each), each.begins().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Creates the super stream, if there is one. */
    public void createSuperStream(SimulatedCluster.Observer observer) {
        this.observer = observer;
        for (int i = 0; i < plan.scaleOut().partitions(); i++) {
            newPartition();
        }
        if (!partitions.isEmpty()) {
            cluster.createSuperStream(ScaleOutPlan.SUPER_STREAM, partitions, observer);
        }
    }

    private String newPartition() {
        String name = ScaleOutPlan.SUPER_STREAM + "-" + partitions.size();
        partitions.put(name, stored.apply(name));
        return name;
    }

    private void change(PartitionChangePlan change) {
        troubles.partitionsChange();
        if (change.deleted() < 0) {
            troubles.partitionAdded();
            bind(newPartition());
            return;
        }
        String name = ScaleOutPlan.SUPER_STREAM + "-" + change.deleted();
        checks.forEach((key, check) -> {
            if (key.stream.equals(name)) {
                check.deleted();
            }
        });
        cluster.deleteStream(name);
    }

    /** Tries until a majority of nodes is there. */
    private void bind(String partition) {
        SimulatedCluster.Observer told = Objects.requireNonNull(observer);
        if (!cluster.addPartition(ScaleOutPlan.SUPER_STREAM, partition, stored.apply(partition), told)) {
            cluster.loop().schedule(() -> bind(partition), 1, TimeUnit.SECONDS);
            return;
        }
        plan.scaleOut().groups().stream()
                .filter(group -> group.stream().equals(ScaleOutPlan.SUPER_STREAM))
                .forEach(group -> check(group, partition));
    }

    private Collection<String> streams(GroupPlan group) {
        return group.stream().equals(ScaleOutPlan.SUPER_STREAM) ? partitions.keySet() : List.of(group.stream());
    }

    private GroupCheck check(GroupPlan group, String stream) {
        return checks.computeIfAbsent(
                new Key(group, stream),
                key -> new GroupCheck(
                        group.name() + " of " + stream,
                        stored.apply(stream),
                        findings,
                        plan.faults().stream().anyMatch(fault -> fault.kind() == FaultPlan.Kind.BLOCK_LOOP)));
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
        checks.forEach((key, check) -> check.checkStored(storedEnd(key)));
    }

    /** A client is being closed. */
    public void clientCloses(int client) {
        publishers.stream().filter(each -> each.client() == client).forEach(SuperPublisher::clientCloses);
        for (int i = 0; i < members.size(); i++) {
            if (clients.get(i) == client) {
                members.get(i).clientCloses();
            }
        }
    }

    /** All clients are being closed. */
    public void closing() {
        members.forEach(Member::clientCloses);
        publishers.forEach(SuperPublisher::clientCloses);
    }

    /** Members no longer leave. */
    public void last() {
        members.forEach(Member::last);
        publishers.forEach(SuperPublisher::last);
    }

    /** Whether each group has processed everything. */
    public boolean isDone() {
        return publishers.stream().allMatch(SuperPublisher::isDone)
                && checks.entrySet().stream()
                        .allMatch(entry -> entry.getValue().isAtEnd() || isAbandoned(entry.getKey().group))
                && members.stream().allMatch(Member::isSettled);
    }

    /** Whether the clients of all its members are closed. */
    private boolean isAbandoned(GroupPlan group) {
        return members.stream().filter(each -> each.isOf(group)).allMatch(Member::isClosed);
    }

    /** Whether what was processed is stored. */
    public boolean isStored() {
        return checks.entrySet().stream().allMatch(entry -> isStored(entry.getKey(), entry.getValue()));
    }

    private boolean isStored(Key key, GroupCheck check) {
        return key.group.chooses() || isAbandoned(key.group) || check.isStored(storedEnd(key));
    }

    private long storedEnd(Key key) {
        return cluster.storedEnd(key.stream, key.group.name());
    }

    /** What was processed and is not stored. */
    public String unstored() {
        StringBuilder text = new StringBuilder();
        checks.forEach((key, check) -> {
            if (!isStored(key, check)) {
                text.append(check).append(", stored ").append(storedEnd(key)).append("; ");
            }
        });
        return text.toString();
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
