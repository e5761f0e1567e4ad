package io.rbfly.testkit.broker.differential.cases;

import io.rbfly.testkit.broker.differential.script.Commands;
import io.rbfly.testkit.broker.differential.script.Connections;
import io.rbfly.testkit.broker.differential.script.Data;
import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.broker.differential.script.Step;
import io.rbfly.testkit.broker.differential.wire.Offset;
import io.rbfly.testkit.broker.differential.wire.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Draws scripts from a seed: commands that mostly make sense, about few streams, names and ids on few connections, so
 * that they meet.
 */
public final class RandomScripts {
    private static final int MIN_STEPS = 30;
    private static final int MORE_STEPS = 30;
    private static final List<String> CONNECTIONS = List.of("A", "B", "C");
    private static final List<String> STREAMS = List.of("~s", "~s", "~t", "~x-0", "~x-1");
    private static final List<String> REFERENCES = List.of("", "p", "q");
    private static final List<Offset> OFFSETS = List.of(
            Offset.FIRST,
            Offset.FIRST,
            Offset.LAST,
            Offset.NEXT,
            Offset.at(0),
            Offset.at(2),
            Offset.at(5),
            Offset.at(1000),
            Offset.time(0));

    /** How long a broker may take to close a connection. */
    private static final Duration CLOSE_LIMIT = Duration.ofMillis(500);

    private final Random random;
    private long publishingId;

    private RandomScripts(long seed) {
        random = new Random(seed);
    }

    /** Draws a step. */
    interface Source {
        Step next();
    }

    /** @param weight how often it is drawn, compared with the others */
    private record Weighted(int weight, Source source) {}

    /** The script of a seed, always the same. */
    public static Script draw(long seed) {
        return new RandomScripts(seed).script("seed " + seed);
    }

    private Script script(String name) {
        List<Step> steps = new ArrayList<>(List.of(
                Commands.create("A", "~s"),
                Commands.createSuperStream("A", "~x", List.of("~x-0", "~x-1"), List.of("0", "1"), Map.of()),
                Commands.declare("A", 1, "", "~s"),
                Data.publish("A", 1, publishingId++)));
        List<Weighted> sources = sources();
        int sum = sources.stream().mapToInt(Weighted::weight).sum();
        int count = MIN_STEPS + random.nextInt(MORE_STEPS);
        while (steps.size() < count) {
            int drawn = random.nextInt(sum);
            for (Weighted each : sources) {
                drawn -= each.weight;
                if (drawn < 0) {
                    steps.add(each.source.next());
                    break;
                }
            }
        }
        return Script.of(name, steps.toArray(Step[]::new));
    }

    private List<Weighted> sources() {
        return List.of(
                new Weighted(8, () -> Commands.declare(connection(), id(), reference(), stream())),
                new Weighted(3, () -> Commands.deletePublisher(connection(), id())),
                new Weighted(24, this::publish),
                new Weighted(4, () -> Data.publishFiltered(connection(), id(), publishingId++, pick("eu", "us", ""))),
                new Weighted(3, () -> Commands.sequence(connection(), reference(), stream())),
                new Weighted(14, this::subscribe),
                new Weighted(5, () -> Data.unsubscribe(connection(), id())),
                new Weighted(10, () -> Data.credit(connection(), id(), random.nextInt(4))),
                new Weighted(12, () -> Data.answer(connection(), id(), offset())),
                new Weighted(4, () -> Data.store(connection(), pick("r", "q", ""), stream(), random.nextInt(9))),
                new Weighted(2, () -> Commands.queryOffset(connection(), pick("r", "q"), stream())),
                new Weighted(3, () -> Commands.create(connection(), stream(), arguments())),
                new Weighted(2, () -> Commands.delete(connection(), stream())),
                new Weighted(3, () -> Commands.metadata(connection(), stream(), stream())),
                new Weighted(2, () -> Commands.statistics(connection(), stream())),
                new Weighted(2, () -> Commands.resolve(connection(), stream(), offset())),
                new Weighted(2, () -> Commands.partitions(connection(), pick("~x", "~y", "~s"))),
                new Weighted(2, () -> Commands.route(connection(), pick("0", "1", "2"), pick("~x", "~y"))),
                new Weighted(1, this::superStream),
                new Weighted(1, () -> Commands.deleteSuperStream(connection(), pick("~x", "~y", "~s"))),
                new Weighted(2, () -> Connections.disconnect(connection())),
                new Weighted(1, this::malformed));
    }

    /** One message a frame, as the borders of chunks matter for credits and for the last chunk. */
    private Step publish() {
        String connection = connection();
        if (random.nextInt(8) > 0) {
            long id = random.nextInt(6) > 0 ? publishingId++ : random.nextInt(5);
            return Data.publish(connection, id(), id);
        }
        String batch = pick(
                "80 0002 0000000a 0000000a 00000001 61 00000001 62", // two messages
                "90 0003 00000020 00000002 0102",
                "80 0000 00000000 00000000",
                "f0 0001 00000005 00000005 00000001 61");
        long id = publishingId++;
        return Data.entries(
                connection,
                "publish batch " + id + " " + batch,
                id(),
                1,
                1,
                frame -> frame.u64(id).hex(batch));
    }

    private Step subscribe() {
        Map<String, String> properties = new TreeMap<>();
        String stream = stream();
        int kind = random.nextInt(10);
        if (kind < 5) {
            properties.put("single-active-consumer", "true");
            properties.put("name", pick("g", "g", "h"));
            if (stream.startsWith("~x-") && random.nextInt(5) > 0) {
                properties.put("super-stream", "~x");
            }
        } else if (kind < 7) {
            properties.put("filter.0", pick("eu", "us"));
            properties.put("match-unfiltered", pick("true", "false"));
        }
        return Data.subscribe(connection(), id(), stream, offset(), random.nextInt(6), properties);
    }

    private Step superStream() {
        String name = pick("~x", "~y");
        List<String> keys = List.of("0", pick("1", "0"));
        return Commands.createSuperStream(connection(), name, List.of(name + "-0", name + "-1"), keys, arguments());
    }

    private Step malformed() {
        String connection = connection();
        int key = random.nextInt(0x22);
        int rest = random.nextInt(8);
        byte[] body = new byte[rest];
        random.nextBytes(body);
        return new Step(
                connection + ": frame of key " + key + " with " + io.netty.buffer.ByteBufUtil.hexDump(body)
                        + ", answer Close, disconnect",
                session -> {
                    RawClient client = session.client(connection);
                    client.send(client.frame(key, 1).raw(body).toBytes());
                    // A broker misses an answer to Close that it reads together with another frame.
                    client.await(client.received()::isClosing, CLOSE_LIMIT);
                    if (!client.received().isClosing()) {
                        Connections.probe(connection).action().accept(session);
                    }
                    Connections.answerClose(connection).action().accept(session);
                    session.disconnect(connection);
                },
                true);
    }

    private Map<String, String> arguments() {
        return random.nextBoolean() ? Map.of() : Map.of("max-age", pick("1h", "2h"));
    }

    private String connection() {
        return CONNECTIONS.get(random.nextInt(CONNECTIONS.size()));
    }

    private String stream() {
        return random.nextInt(20) == 0 ? "~none" : STREAMS.get(random.nextInt(STREAMS.size()));
    }

    private String reference() {
        return REFERENCES.get(random.nextInt(REFERENCES.size()));
    }

    private Offset offset() {
        return OFFSETS.get(random.nextInt(OFFSETS.size()));
    }

    private int id() {
        return 1 + random.nextInt(2);
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }
}
