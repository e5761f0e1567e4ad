package io.rbfly.benchmarks.compare.plan;

import static io.rbfly.benchmarks.compare.plan.Contender.LIMIT;
import static io.rbfly.benchmarks.compare.plan.Contender.OFFICIAL;
import static io.rbfly.benchmarks.compare.plan.Contender.OURS;
import static io.rbfly.benchmarks.compare.plan.Contender.SECOND_WAY;
import static io.rbfly.benchmarks.compare.plan.Contender.THIRD_WAY;
import static io.rbfly.benchmarks.compare.plan.Contender.TUNED;

import io.rbfly.client.api.compression.Compression;
import java.util.ArrayList;
import java.util.List;

/** All scenarios in order. */
public final class Scenarios {
    private static final List<Contender> TWO_WAYS = List.of(OURS, OFFICIAL, LIMIT, SECOND_WAY, TUNED);
    private static final List<Contender> THREE_WAYS = List.of(OURS, OFFICIAL, LIMIT, SECOND_WAY, THIRD_WAY, TUNED);
    private static final List<Contender> THREE = List.of(OURS, OFFICIAL, LIMIT);
    private static final List<Contender> PEERS = List.of(OURS, OFFICIAL, TUNED);
    private static final List<Contender> CLIENTS = List.of(OURS, OFFICIAL);

    /** In the order in which they run. */
    public static final List<Scenario> LIST = List.of(
            send("a", "one message, its confirm awaited, again", Work.ROUND_TRIPS, 1, TWO_WAYS),
            send("b", "100 messages, their confirms awaited, again", Work.ROUND_TRIPS, 100, TWO_WAYS),
            send("c", "flood", Work.FLOOD, 1, THREE_WAYS),
            send("d", "flood from 4 threads over one publisher", Work.FLOOD, 4, List.of(OURS, OFFICIAL, TUNED)),
            read("e", "read, written 1,000 per frame", 100, false, 1000, 5_000_000, THREE_WAYS),
            read("f", "read, written 100 per frame", 100, false, 100, 5_000_000, THREE_WAYS),
            read("g", "read, written 1 per frame", 100, false, 1, 8_000, List.of(OURS, OFFICIAL, LIMIT, TUNED)),
            new Scenario("h.write", "flood of rich messages", Work.FLOOD, 100, true, 1, 0, null, THREE),
            read("h.read", "read rich messages", 100, true, 1000, 1_500_000, THREE),
            new Scenario("i.10B.write", "flood, bodies of 10 bytes", Work.FLOOD, 10, false, 1, 0, null, THREE),
            read("i.10B.read", "read bodies of 10 bytes", 10, false, 1000, 5_000_000, THREE),
            new Scenario("i.10kB.write", "flood, bodies of 10 kB", Work.FLOOD, 10_000, false, 1, 0, null, THREE),
            read("i.10kB.read", "read bodies of 10 kB", 10_000, false, 100, 60_000, THREE),
            send("j", "sent and read at 10,000/s", Work.PACED, 10_000, List.of(OURS, OFFICIAL, TUNED)),
            send("k", "from JVM start to the first confirm", Work.START, 1, THREE),
            send("l", "idle: a publisher and a subscription", Work.IDLE, 1, CLIENTS),
            send("m", "200 subscriptions opened", Work.OPEN, 200, THREE),
            send(
                    "n",
                    "sent and read at 100/s, confirms 50 ms late",
                    Work.LATE_CONFIRMS,
                    100,
                    List.of(OURS, OFFICIAL, LIMIT, SECOND_WAY, TUNED)),
            writeBatches("o.write.none", Compression.NONE, List.of(OURS, OFFICIAL, LIMIT, TUNED)),
            writeBatches("o.write.lz4", Compression.LZ4, PEERS),
            writeBatches("o.write.zstd", Compression.ZSTD, PEERS),
            readBatches("o.read.none", Compression.NONE),
            readBatches("o.read.lz4", Compression.LZ4),
            readBatches("o.read.zstd", Compression.ZSTD),
            send(
                    "p",
                    "flood to a super stream of 8 partitions",
                    Work.PARTITION_FLOOD,
                    1,
                    List.of(OURS, OFFICIAL, SECOND_WAY, TUNED)));

    private Scenarios() {}

    private static Scenario writeBatches(String id, Compression compression, List<Contender> contenders) {
        return new Scenario(
                id,
                "flood in batches of 100, compression " + compression,
                Work.BATCH_FLOOD,
                100,
                false,
                1,
                0,
                compression,
                contenders);
    }

    private static Scenario readBatches(String id, Compression compression) {
        return new Scenario(
                id,
                "read batches of 100, 40 per frame, compression " + compression,
                Work.BATCH_READ,
                100,
                false,
                40 * Scenario.BATCH,
                5_000_000,
                compression,
                List.of(OURS, OFFICIAL, SECOND_WAY, TUNED));
    }

    /** Returns the scenario with an id. */
    public static Scenario byId(String id) {
        return LIST.stream()
                .filter(scenario -> scenario.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("scenario " + id + " (expected: one of " + ids() + ")"));
    }

    /**
     * Returns scenarios by their ids or letters; all if there are no names.
     *
     * @throws IllegalArgumentException if there is no scenario with a name
     */
    public static List<Scenario> named(List<String> names) {
        List<Scenario> chosen = new ArrayList<>();
        for (String name : names) {
            List<Scenario> found = LIST.stream()
                    .filter(each -> each.id().equals(name) || each.id().startsWith(name + "."))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("scenario " + name + " (expected: one of " + ids() + ")");
            }
            chosen.addAll(found);
        }
        return names.isEmpty() ? LIST : LIST.stream().filter(chosen::contains).toList();
    }

    private static List<String> ids() {
        return LIST.stream().map(Scenario::id).toList();
    }

    private static Scenario send(String id, String title, Work work, int size, List<Contender> contenders) {
        return new Scenario(id, title, work, 100, false, size, 0, null, contenders);
    }

    private static Scenario read(
            String id,
            String title,
            int bodySize,
            boolean rich,
            int perFrame,
            int messages,
            List<Contender> contenders) {
        return new Scenario(id, title, Work.READ, bodySize, rich, perFrame, messages, null, contenders);
    }
}
