package io.rbfly.simulation.plan;

import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.simulation.network.LinkSettings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws a run. What can happen at all is drawn first, and then how much of it, so that rare combinations come up: a run
 * with every kind of fault at once finds less than many runs with a few kinds each.
 */
public final class PlanDraw {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private final long seed;
    private final Draw draw;
    /** Whether all publishers and some readers have filters. */
    private final boolean filters;

    private PlanDraw(long seed) {
        this.seed = seed;
        this.draw = new Draw(seed);
        this.filters = draw.chance(0.2);
    }

    /** The run of a seed. */
    public static RunPlan of(long seed) {
        RunPlan plan = new PublisherDraw(seed).addTo(new PlanDraw(seed).draw());
        return new GroupDraw(seed).addTo(plan);
    }

    private RunPlan draw() {
        int nodes = draw.below(3) == 0 ? 1 : 3;
        int streams = 1 + draw.below(2);
        Duration active = Duration.ofMillis(500 + draw.below(draw.chance(0.5) ? 5_000 : 90_000));
        List<ClientPlan> clients = clients(1 + draw.below(2), active);
        List<PublisherPlan> publishers = publishers(clients.size(), streams, active);
        boolean raw = publishers.stream().anyMatch(each -> each.sending() == PublisherPlan.Sending.RAW);
        return new RunPlan(
                seed,
                nodes,
                streams,
                link(),
                draw.chance(0.2) ? 2_000_000 : 20_000,
                active,
                clients,
                publishers,
                readers(clients.size(), streams, active, !raw),
                cluster(),
                new FaultDraw(draw, active).faults(),
                ScaleOutPlan.NONE);
    }

    private LinkSettings link() {
        Duration latency = draw.upTo(Duration.ofNanos(draw.chance(0.3) ? 50_000_000 : 200_000));
        Duration jitter = draw.upTo(Duration.ofNanos(draw.chance(0.3) ? 50_000_000 : 100_000));
        int buffer = draw.chance(0.2) ? 300 + draw.below(2_000) : 1 << 16;
        return new LinkSettings(latency, jitter, buffer, draw.chance(0.5));
    }

    private ClusterPlan cluster() {
        ClusterPlan usual = ClusterPlan.USUAL;
        boolean ownConfirms = draw.chance(0.4);
        return new ClusterPlan(
                draw.seed(),
                draw.chance(0.3) ? 1 + draw.below(8) : usual.maxEntries(),
                ownConfirms && draw.chance(0.7) ? 1 + draw.below(5) : usual.confirmIds(),
                ownConfirms && draw.chance(0.7) ? draw.ofAnyMagnitude(Duration.ofSeconds(5)) : Duration.ZERO,
                draw.chance(0.5) ? usual.election() : draw.ofAnyMagnitude(Duration.ofSeconds(10)),
                draw.chance(0.1),
                draw.chance(0.15) ? 200 + draw.below(3_000) : 0,
                1 + draw.below(5),
                draw.chance(0.5));
    }

    private List<ClientPlan> clients(int count, Duration active) {
        List<ClientPlan> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new ClientPlan(
                    draw.pick(ClientPlan.Callbacks.values()),
                    draw.chance(0.5) ? Duration.ZERO : Duration.ofSeconds(1 + draw.below(10)),
                    draw.chance(0.1) ? draw.upTo(active) : Duration.ZERO));
        }
        return clients;
    }

    private List<PublisherPlan> publishers(int clients, int streams, Duration active) {
        List<PublisherPlan> publishers = new ArrayList<>();
        for (int id = 0, count = 1 + draw.below(3); id < count; id++) {
            PublisherPlan.Sending sending = draw.pick(PublisherPlan.Sending.values());
            boolean named = sending == PublisherPlan.Sending.OWN_IDS || draw.chance(0.5);
            int messages = 1 + draw.below(draw.chance(0.2) ? 400 : 60);
            publishers.add(new PublisherPlan(
                    id,
                    draw.below(clients),
                    draw.seed(),
                    draw.below(streams),
                    publisherOptions(named ? "publisher-" + id : ""),
                    sending,
                    messages,
                    1 + draw.below(draw.chance(0.3) ? 100 : 8),
                    active.dividedBy(1 + draw.below(messages)),
                    draw.below(draw.chance(0.2) ? 3_000 : 50),
                    draw.chance(0.5),
                    draw.chance(0.3) ? 1 + draw.below(3) : 0,
                    draw.chance(0.5) ? FOREVER : Duration.ofMillis(draw.below(5_000)),
                    draw.chance(0.2)));
        }
        return publishers;
    }

    private PublisherOptions publisherOptions(String name) {
        PublisherOptions options = PublisherOptions.DEFAULT.withName(name);
        if (draw.chance(0.5)) {
            options = options.withMaxUnconfirmed(1 + draw.below(draw.chance(0.5) ? 5 : 100));
        }
        if (draw.chance(0.2)) {
            options = options.withConfirmTimeout(Duration.ofMillis(1_000 + draw.below(29_000)));
        }
        if (filters) {
            options = options.withFilterValue(FilterValues::of);
        }
        if (draw.chance(0.3)) {
            options = options.withMaxFrameDelay(Duration.ofMillis(draw.below(100)));
        }
        return options;
    }

    private List<ReaderPlan> readers(int clients, int streams, Duration active, boolean postFilters) {
        List<ReaderPlan> readers = new ArrayList<>();
        for (int id = 0, count = 1 + draw.below(3); id < count; id++) {
            ReaderPlan.Start start = draw.pick(ReaderPlan.Start.values());
            readers.add(new ReaderPlan(
                    id,
                    draw.below(clients),
                    draw.seed(),
                    draw.below(streams),
                    subscriptionOptions(id, start, postFilters),
                    draw.pick(ReaderPlan.Reading.values()),
                    start,
                    draw.chance(0.4) ? Duration.ZERO : draw.upTo(active),
                    draw.chance(0.5) ? Duration.ZERO : draw.upTo(Duration.ofMillis(20)),
                    draw.chance(0.5) ? Duration.ZERO : active.dividedBy(1 + draw.below(4)),
                    draw.chance(0.2),
                    draw.chance(0.2)));
        }
        return readers;
    }

    private SubscriptionOptions subscriptionOptions(int id, ReaderPlan.Start start, boolean postFilters) {
        SubscriptionOptions options = SubscriptionOptions.DEFAULT;
        if (draw.chance(0.5)) {
            options = options.withMaxBufferedChunks(1 + draw.below(5));
        }
        if (draw.chance(0.2)) {
            options = options.withMaxBufferedBytes(1 + draw.below(5_000));
        }
        if (filters && draw.chance(0.7)) {
            options = options.withFilter(filter(postFilters));
        }
        if (start != ReaderPlan.Start.STORED && draw.chance(0.1)) { // which would end again and again
            options = options.withStopOnSkippedMessages(true);
        }
        if (start == ReaderPlan.Start.STORED || draw.chance(0.2)) {
            options = options.withOffsetStoring(OffsetStoring.of("reader-" + id)
                    .withMessages(1 + draw.below(20))
                    .withInterval(Duration.ofMillis(100 + draw.below(5_000))));
        }
        return options;
    }

    private MessageFilter filter(boolean postFilters) {
        MessageFilter filter = draw.chance(0.5)
                ? MessageFilter.of(FilterValues.of(draw.below(FilterValues.COUNT)))
                : MessageFilter.of(FilterValues.of(0), FilterValues.of(1));
        if (draw.chance(0.3)) {
            filter = filter.withUnfiltered();
        }
        return postFilters && draw.chance(0.5) ? filter.withFilterValue(FilterValues::of) : filter;
    }
}
