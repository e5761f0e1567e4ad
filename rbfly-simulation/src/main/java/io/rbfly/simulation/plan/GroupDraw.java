package io.rbfly.simulation.plan;

import io.rbfly.client.api.Batching;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.SingleActiveConsumer;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.compression.Compression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Adds groups to some runs. It draws apart from everything else, so that other runs are as before. */
final class GroupDraw {
    private static final double SHARE = 0.15;
    private static final long SALT = 0x6a09e667f3bcc909L;

    private static final ReaderPlan.Reading[] READINGS = {
        ReaderPlan.Reading.NEXT, ReaderPlan.Reading.FOR_EACH, ReaderPlan.Reading.FOR_EACH_VIEW, ReaderPlan.Reading.FLOW
    };

    /** Those whose handlers a hand-over waits for although no offset is stored. */
    private static final ReaderPlan.Reading[] LOOPS = {ReaderPlan.Reading.FOR_EACH, ReaderPlan.Reading.FOR_EACH_VIEW};

    private final Draw draw;

    GroupDraw(long seed) {
        this.draw = new Draw(seed ^ SALT);
    }

    RunPlan addTo(RunPlan plan) {
        if (!draw.chance(SHARE)) {
            return plan;
        }
        List<ClientPlan> clients = new ArrayList<>(plan.clients());
        int count = 2 + draw.below(3);
        do { // at least one, which is not closed before the end
            clients.add(new ClientPlan(
                    draw.pick(ClientPlan.Callbacks.values()),
                    draw.chance(0.5) ? Duration.ZERO : Duration.ofSeconds(1 + draw.below(10)),
                    Duration.ZERO));
        } while (clients.size() < count);
        List<GroupPlan> groups = new ArrayList<>();
        int partitions = draw.chance(0.5) ? 0 : 2 + draw.below(3);
        for (int id = 0, last = draw.chance(0.8) ? 0 : 1; id <= last; id++) {
            String stream =
                    partitions > 0 && draw.chance(0.8) ? ScaleOutPlan.SUPER_STREAM : "s" + draw.below(plan.streams());
            groups.add(group(id, stream, clients.size(), plan.active()));
        }
        if (partitions > 0 && draw.chance(0.5)) {
            groups.add(reader(groups.size(), clients.size(), plan.active()));
        }
        // Half of the runs have no faults, since hand-overs must be exact there.
        List<FaultPlan> faults = draw.chance(0.5)
                ? List.of()
                : plan.faults().stream().map(GroupDraw::ofLastingStreams).toList();
        return plan.withClients(clients)
                .with(plan.publishers(), plan.readers(), faults)
                .withScaleOut(new ScaleOutPlan(
                        partitions,
                        groups,
                        partitions == 0 ? List.of() : publishers(clients.size(), plan.active()),
                        partitions == 0 || draw.chance(0.6) ? List.of() : changes(partitions, plan.active())));
    }

    /** The messages of a group are counted in one stream, which remains. */
    private static FaultPlan ofLastingStreams(FaultPlan fault) {
        return fault.kind() == FaultPlan.Kind.RECREATE_STREAM
                ? new FaultPlan(fault.id(), FaultPlan.Kind.MOVE_LEADER, fault.begins(), fault.lasts(), fault.seed())
                : fault;
    }

    private List<SuperPublisherPlan> publishers(int clients, Duration active) {
        List<SuperPublisherPlan> publishers = new ArrayList<>();
        for (int i = 0, count = 1 + draw.below(2); i < count; i++) {
            int id = SuperPublisherPlan.FIRST_ID + i;
            PublisherOptions options = PublisherOptions.named(draw.chance(0.5) ? "publisher-" + id : "");
            if (draw.chance(0.3)) {
                options = options.withMaxUnconfirmed(1 + draw.below(20));
            }
            if (draw.chance(0.3)) {
                options = options.withBatching(Batching.of(1 + draw.below(10), Compression.NONE));
            }
            int messages = 10 + draw.below(150);
            publishers.add(new SuperPublisherPlan(
                    id,
                    draw.below(clients),
                    draw.seed(),
                    options,
                    draw.pick(Routing.PartitionChange.values()),
                    messages,
                    1 + draw.below(8),
                    active.dividedBy(1 + draw.below(messages))));
        }
        return publishers;
    }

    private List<PartitionChangePlan> changes(int partitions, Duration active) {
        List<PartitionChangePlan> changes = new ArrayList<>();
        changes.add(new PartitionChangePlan(draw.upTo(active), draw.chance(0.6) ? -1 : draw.below(partitions)));
        if (draw.chance(0.3)) {
            changes.add(new PartitionChangePlan(draw.upTo(active), -1));
        }
        return changes;
    }

    /** A subscription to the super stream that is none of a group, and that is open until the end. */
    private GroupPlan reader(int id, int clients, Duration active) {
        GroupPlan group = new GroupPlan(id, ScaleOutPlan.SUPER_STREAM, false, List.of());
        MemberPlan drawn = member(group, draw.below(clients), Duration.ZERO, active);
        SubscriptionOptions options = drawn.options()
                .withSingleActiveConsumer(null)
                .withOffsetStoring(OffsetStoring.of(group.name()).withMessages(1 + draw.below(20)));
        return group.with(List.of(new MemberPlan(
                drawn.client(),
                drawn.seed(),
                drawn.reading(),
                options,
                drawn.begins(),
                drawn.work(),
                Duration.ZERO,
                drawn.away())));
    }

    private GroupPlan group(int id, String stream, int clients, Duration active) {
        boolean chooses = draw.chance(0.2);
        GroupPlan group = new GroupPlan(id, stream, chooses, List.of());
        Duration handOver = draw.chance(0.7) ? Duration.ofSeconds(30) : Duration.ofMillis(draw.below(3_000));
        List<MemberPlan> members = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            if (client == 0 || client == clients - 1 || draw.chance(0.7)) {
                members.add(member(group, client, handOver, active));
            }
        }
        return group.with(members);
    }

    private MemberPlan member(GroupPlan group, int client, Duration handOver, Duration active) {
        SubscriptionOptions options = SubscriptionOptions.DEFAULT.withSingleActiveConsumer(
                SingleActiveConsumer.named(group.name()).withHandOverTimeout(handOver));
        if (!group.chooses() && draw.chance(0.5)) {
            options = options.withOffsetStoring(OffsetStoring.of(group.name())
                    .withMessages(1 + draw.below(20))
                    .withInterval(Duration.ofMillis(100 + draw.below(5_000))));
        }
        if (draw.chance(0.5)) {
            options = options.withMaxBufferedChunks(1 + draw.below(5));
        }
        return new MemberPlan(
                client,
                draw.seed(),
                draw.pick(group.chooses() ? LOOPS : READINGS),
                options,
                draw.chance(0.4) ? Duration.ZERO : draw.upTo(active),
                draw.upTo(Duration.ofMillis(draw.chance(0.2) ? 4_000 : 100)),
                draw.chance(0.2) ? Duration.ZERO : active.dividedBy(1 + draw.below(10)),
                draw.upTo(Duration.ofMillis(draw.chance(0.5) ? 10 : 3_000)));
    }
}
