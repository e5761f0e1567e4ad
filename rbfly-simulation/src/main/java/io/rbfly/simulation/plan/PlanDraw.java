package io.rbfly.simulation.plan;

import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.simulation.network.LinkSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws a run. What can happen at all is drawn first, and then how much of it, so that rare combinations come up: a run
 * with every kind of fault at once finds less than many runs with a few kinds each.
 */
public final class PlanDraw {
    private final long seed;
    private final SplittableRandom random;

    private PlanDraw(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** The run of a seed. */
    public static RunPlan of(long seed) {
        return new PlanDraw(seed).draw();
    }

    private RunPlan draw() {
        int nodes = random.nextInt(3) == 0 ? 1 : 3;
        int streams = 1 + random.nextInt(2);
        Duration active = Duration.ofMillis(500 + random.nextInt(chance(0.5) ? 5_000 : 90_000));
        List<ClientPlan> clients = clients(1 + random.nextInt(2));
        return new RunPlan(
                seed,
                nodes,
                streams,
                link(),
                chance(0.2) ? 2_000_000 : 20_000,
                active,
                clients,
                publishers(clients.size(), streams, active),
                readers(clients.size(), streams, active),
                faults(active));
    }

    private LinkSettings link() {
        Duration latency = Duration.ofNanos(upTo(chance(0.3) ? 50_000_000 : 200_000));
        Duration jitter = Duration.ofNanos(upTo(chance(0.3) ? 50_000_000 : 100_000));
        int buffer = chance(0.2) ? 300 + random.nextInt(2_000) : 1 << 16;
        return new LinkSettings(latency, jitter, buffer, chance(0.5));
    }

    private List<ClientPlan> clients(int count) {
        List<ClientPlan> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new ClientPlan(
                    pick(ClientPlan.Callbacks.values()),
                    chance(0.5) ? Duration.ZERO : Duration.ofSeconds(1 + random.nextInt(10))));
        }
        return clients;
    }

    private List<PublisherPlan> publishers(int clients, int streams, Duration active) {
        List<PublisherPlan> publishers = new ArrayList<>();
        for (int id = 0, count = 1 + random.nextInt(3); id < count; id++) {
            PublisherPlan.Sending sending = pick(PublisherPlan.Sending.values());
            boolean named = sending == PublisherPlan.Sending.OWN_IDS || chance(0.5);
            int messages = 1 + random.nextInt(chance(0.2) ? 400 : 60);
            publishers.add(new PublisherPlan(
                    id,
                    random.nextInt(clients),
                    random.nextLong(),
                    random.nextInt(streams),
                    publisherOptions(named ? "publisher-" + id : ""),
                    sending,
                    messages,
                    1 + random.nextInt(chance(0.3) ? 100 : 8),
                    active.dividedBy(1 + random.nextInt(messages)),
                    random.nextInt(chance(0.2) ? 3_000 : 50),
                    chance(0.5),
                    chance(0.3) ? 1 + random.nextInt(3) : 0));
        }
        return publishers;
    }

    private PublisherOptions publisherOptions(String name) {
        PublisherOptions options = PublisherOptions.DEFAULT.withName(name);
        if (chance(0.5)) {
            options = options.withMaxUnconfirmed(1 + random.nextInt(chance(0.5) ? 5 : 100));
        }
        if (chance(0.3)) {
            options = options.withMaxFrameDelay(Duration.ofMillis(random.nextInt(100)));
        }
        return options;
    }

    private List<ReaderPlan> readers(int clients, int streams, Duration active) {
        List<ReaderPlan> readers = new ArrayList<>();
        for (int id = 0, count = 1 + random.nextInt(3); id < count; id++) {
            ReaderPlan.Start start = pick(ReaderPlan.Start.values());
            readers.add(new ReaderPlan(
                    id,
                    random.nextInt(clients),
                    random.nextLong(),
                    random.nextInt(streams),
                    subscriptionOptions(id, start),
                    pick(ReaderPlan.Reading.values()),
                    start,
                    chance(0.4) ? Duration.ZERO : Duration.ofNanos(upTo(active.toNanos())),
                    chance(0.5) ? Duration.ZERO : Duration.ofNanos(upTo(20_000_000)),
                    chance(0.5) ? Duration.ZERO : active.dividedBy(1 + random.nextInt(4)),
                    chance(0.2)));
        }
        return readers;
    }

    private SubscriptionOptions subscriptionOptions(int id, ReaderPlan.Start start) {
        SubscriptionOptions options = SubscriptionOptions.DEFAULT;
        if (chance(0.5)) {
            options = options.withMaxBufferedChunks(1 + random.nextInt(5));
        }
        if (chance(0.2)) {
            options = options.withMaxBufferedBytes(1 + random.nextInt(5_000));
        }
        if (start == ReaderPlan.Start.STORED || chance(0.2)) {
            options = options.withOffsetStoring(OffsetStoring.of("reader-" + id)
                    .withMessages(1 + random.nextInt(20))
                    .withInterval(Duration.ofMillis(100 + random.nextInt(5_000))));
        }
        return options;
    }

    private List<FaultPlan> faults(Duration active) {
        List<FaultPlan> faults = new ArrayList<>();
        if (chance(0.1)) {
            return faults;
        }
        double share = random.nextDouble() * 0.5;
        Set<FaultPlan.Kind> kinds = EnumSet.noneOf(FaultPlan.Kind.class);
        for (FaultPlan.Kind kind : FaultPlan.Kind.values()) {
            if (chance(share)) {
                kinds.add(kind);
            }
        }
        if (kinds.isEmpty()) {
            kinds.add(pick(FaultPlan.Kind.values()));
        }
        FaultPlan.Kind[] possible = kinds.toArray(FaultPlan.Kind[]::new);
        for (int i = 0, count = 1 + random.nextInt(8); i < count; i++) {
            faults.add(new FaultPlan(
                    pick(possible),
                    Duration.ofNanos(upTo(active.toNanos())),
                    Duration.ofNanos(upTo(chance(0.5) ? 1_000_000_000L : 30_000_000_000L)),
                    random.nextLong()));
        }
        return faults;
    }

    private long upTo(long nanos) {
        return random.nextLong(nanos + 1);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
