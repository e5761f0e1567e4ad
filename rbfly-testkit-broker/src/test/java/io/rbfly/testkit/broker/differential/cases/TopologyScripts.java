package io.rbfly.testkit.broker.differential.cases;

import static io.rbfly.testkit.broker.differential.script.Commands.create;
import static io.rbfly.testkit.broker.differential.script.Commands.createSuperStream;
import static io.rbfly.testkit.broker.differential.script.Commands.declare;
import static io.rbfly.testkit.broker.differential.script.Commands.delete;
import static io.rbfly.testkit.broker.differential.script.Commands.deleteSuperStream;
import static io.rbfly.testkit.broker.differential.script.Commands.metadata;
import static io.rbfly.testkit.broker.differential.script.Commands.partitions;
import static io.rbfly.testkit.broker.differential.script.Commands.route;
import static io.rbfly.testkit.broker.differential.script.Data.publish;
import static io.rbfly.testkit.broker.differential.script.Data.subscribe;
import static io.rbfly.testkit.broker.differential.script.Data.unsubscribe;

import io.rbfly.testkit.broker.differential.script.Commands;
import io.rbfly.testkit.broker.differential.script.Connections;
import io.rbfly.testkit.broker.differential.script.Data;
import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.broker.differential.script.Step;
import io.rbfly.testkit.broker.differential.wire.Offset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Streams and super streams: their arguments and names, Metadata and what happens when they are deleted. */
public final class TopologyScripts {
    private static final List<String> TWO = List.of("~x-0", "~x-1");
    private static final List<String> KEYS = List.of("0", "1");

    private static final Map<String, List<String>> ARGUMENTS = Map.of(
            "max-length-bytes",
                    List.of(
                            "-1",
                            "0",
                            "1",
                            "-2",
                            "abc",
                            "1GB",
                            "",
                            "+1",
                            "0x10",
                            "1.5",
                            " 1",
                            "99999999999999999999",
                            "9223372036854775808"),
            "max-age", List.of("1h", "7D", "3600", "0s", "5h30m", "P1D", "PT1H", "abc", "", "1w", "-1h", "1Y", "1 h"),
            "stream-max-segment-size-bytes", List.of("3000000000", "3000000001", "0", "-1", "1", "abc", ""),
            "initial-cluster-size", List.of("0", "1", "3", "-1", "abc", ""),
            "queue-leader-locator",
                    List.of("client-local", "balanced", "random", "least-leaders", "min-masters", "x", ""),
            "stream-filter-size-bytes", List.of("15", "16", "255", "256", "abc", "-1"),
            "stream-initial-offset", List.of("10", "abc"),
            "x-max-age", List.of("abc"),
            "", List.of("", "x"));

    private TopologyScripts() {}

    public static List<Script> all() {
        List<Script> scripts = new ArrayList<>(List.of(
                Script.of("stream names", names()),
                Script.of(
                        "stream name that is too long for a directory",
                        create("A", "~" + "n".repeat(245)),
                        metadata("A", "~" + "n".repeat(245)),
                        create("A", "~" + "n".repeat(1_000)),
                        metadata("A", "~" + "n".repeat(1_000))),
                Script.of(
                        "create twice",
                        create("A", "~s", Map.of("max-age", "1h")),
                        create("A", "~s", Map.of("max-age", "1h")),
                        create("A", "~s"),
                        create("A", "~s", Map.of("max-age", "60m")),
                        create("A", "~s", Map.of("max-age", "1h", "other", "x")),
                        create("A", "~t"),
                        create("A", "~t", Map.of("other", "x")),
                        create("A", "~t", Map.of("max-length-bytes", "-1")),
                        create("A", "~t", Map.of("queue-leader-locator", "client-local")),
                        create("A", "~t", Map.of("initial-cluster-size", "1")),
                        create("A", "~t", Map.of("stream-filter-size-bytes", "16")),
                        create("A", "~u", Map.of("max-age", "x")),
                        create("A", "~u", Map.of("max-age", "y")),
                        create("A", "~u", Map.of("max-age", "0s")),
                        create("A", "~u"),
                        create("A", "~v", Map.of("max-age", "365D")),
                        create("A", "~v", Map.of("max-age", "1Y")),
                        create("A", "~v", Map.of("max-age", "365D "))),
                Script.of(
                        "metadata",
                        metadata("A"),
                        metadata("A", "~none", "~none"),
                        create("A", "~s"),
                        create("A", "~t"),
                        metadata("A", "~s"),
                        metadata("A", "~t", "~none", "~s", "~t"),
                        metadata("A", ""),
                        delete("A", "~t"),
                        metadata("A", "~s", "~t")),
                Script.of(
                        "deleted stream",
                        create("A", "~s"),
                        create("A", "~t"),
                        declare("A", 1, "", "~s"),
                        declare("A", 2, "", "~t"),
                        subscribe("A", 1, "~s", Offset.FIRST, 5),
                        subscribe("B", 1, "~s", Offset.FIRST, 5),
                        subscribe("B", 2, "~s", Offset.FIRST, 5),
                        declare("C", 1, "", "~s"),
                        declare("D", 1, "", "~t"),
                        publish("A", 1, 1),
                        delete("A", "~s"),
                        delete("A", "~s"),
                        publish("A", 1, 2),
                        publish("A", 2, 2),
                        unsubscribe("A", 1),
                        unsubscribe("B", 2),
                        create("C", "~s"),
                        publish("C", 1, 2),
                        declare("C", 1, "", "~s"),
                        publish("C", 1, 2),
                        subscribe("B", 1, "~s", Offset.FIRST, 5)),
                Script.of(
                        "super stream",
                        partitions("A", "~x"),
                        route("A", "0", "~x"),
                        ss("~x", TWO, KEYS),
                        partitions("A", "~x"),
                        route("A", "1", "~x"),
                        route("A", "2", "~x"),
                        route("A", "", "~x"),
                        route("A", "~x-0", "~x-0"),
                        partitions("A", "~x-0"),
                        metadata("A", "~x", "~x-0"),
                        ss("~x", TWO, KEYS),
                        ss("~x", List.of("~y"), List.of("0")),
                        ss("~y", List.of("~y-0", "~x-0"), KEYS),
                        partitions("A", "~y"),
                        declare("A", 1, "", "~x-0"),
                        subscribe("A", 1, "~x-1", Offset.FIRST, 5),
                        declare("B", 1, "", "~x-1"),
                        subscribe("B", 2, "~x-0", Offset.FIRST, 5),
                        deleteSuperStream("A", "~x-0"),
                        deleteSuperStream("A", "~none"),
                        deleteSuperStream("A", "~x"),
                        partitions("A", "~x"),
                        publish("A", 1, 1),
                        unsubscribe("B", 2),
                        deleteSuperStream("A", "~x"),
                        metadata("A", "~x-0", "~x-1")),
                Script.of(
                        "super stream arguments",
                        ss("~x", TWO, List.of("0")),
                        ss("~x", List.of("~x-0", "~x-0"), KEYS),
                        ss("", TWO, KEYS),
                        ss("amq.x", TWO, KEYS),
                        ss("~x", List.of("", "~x-0"), KEYS),
                        ss("~x", List.of("amq.x", "~x-0"), KEYS),
                        ss("~d", TWO, List.of("k", "k")),
                        route("A", "k", "~d"),
                        deleteSuperStream("A", "~d"),
                        ss("~e", List.of(), List.of()),
                        partitions("A", "~e"),
                        route("A", "0", "~e"),
                        ss("~e", TWO, KEYS),
                        ss("~f", List.of("~f-0"), List.of("")),
                        route("A", "", "~f"),
                        ss("~g", List.of("~g-0"), List.of("k".repeat(256))),
                        ss("amq.direct", List.of("~h-0"), List.of("0")),
                        ss("~i\r\n", List.of("~i-0"), List.of("0")),
                        partitions("A", "~i"),
                        partitions("A", "amq.direct"),
                        partitions("A", "amq.topic"),
                        route("A", "x", "amq.direct"),
                        deleteSuperStream("A", "amq.direct"),
                        partitions("A", "amq.direct"),
                        route("A", "~f-0", "")),
                Script.of(
                        "super stream with a bad number",
                        superStream("A", "~x", Map.of("max-length-bytes", "abc")),
                        partitions("B", "~x"),
                        superStream("B", "~x", Map.of())),
                Script.of(
                        "super stream with a line break in a partition",
                        createSuperStream("A", "~x", List.of("~x\n0"), List.of("0"), Map.of()),
                        partitions("B", "~x"),
                        superStream("B", "~x", Map.of())),
                Script.of(
                        "super stream with bad values",
                        superStream("A", "~x", Map.of("initial-cluster-size", "0")),
                        superStream("A", "~x", Map.of("queue-leader-locator", "x")),
                        superStream("A", "~x", Map.of("stream-filter-size-bytes", "1")),
                        partitions("A", "~x"),
                        superStream("A", "~x", Map.of())),
                Script.of("1001 partitions", many(1_001)),
                Script.of(
                        "partition deleted",
                        ss("~x", TWO, KEYS),
                        declare("A", 1, "", "~x-0"),
                        subscribe("A", 1, "~x-1", Offset.FIRST, 5),
                        delete("A", "~x-0"),
                        partitions("A", "~x"),
                        route("A", "0", "~x"),
                        publish("A", 1, 1),
                        create("A", "~x-0"),
                        partitions("A", "~x"),
                        deleteSuperStream("A", "~x"),
                        metadata("A", "~x-0", "~x-1"))));
        scripts.add(whoHears());
        ARGUMENTS.forEach((name, values) -> scripts.add(arguments(name, values)));
        return scripts;
    }

    /** Each connection uses the stream in another way before it is deleted. */
    private static Script whoHears() {
        return Script.of(
                "who hears of a deleted stream",
                create("C", "~s"),
                create("C", "~s"),
                metadata("M", "~s"),
                Commands.statistics("T", "~s"),
                Commands.resolve("R", "~s", Offset.FIRST),
                Commands.queryOffset("Q", "r", "~s"),
                Commands.sequence("S", "p", "~s"),
                Data.store("O", "r", "~s", 1),
                Connections.raw(
                        "N",
                        "store",
                        client -> client.frame(0x0a, 1)
                                .string("r")
                                .string("~s")
                                .u64(1)
                                .toBytes()),
                Connections.probe("N"),
                declare("P", 1, "", "~s"),
                Commands.deletePublisher("P", 1),
                subscribe("U", 1, "~s", Offset.FIRST, 5),
                unsubscribe("U", 1),
                declare("V", 1, "", "~s"),
                declare("V", 2, "", "~s"),
                Commands.deletePublisher("V", 1),
                partitions("W", "~s"),
                delete("X", "~s"));
    }

    /** Each value on a connection of its own, as some end it. */
    private static Script arguments(String name, List<String> values) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            steps.add(Commands.settled(create("A" + i, "~s" + i, Map.of(name, values.get(i)))));
            steps.add(metadata("B", "~s" + i));
        }
        return Script.of("argument '" + name + "'", steps.toArray(Step[]::new));
    }

    private static Step[] names() {
        List<Step> steps = new ArrayList<>();
        for (String name :
                List.of("", "amq.s", "~", "~amq.s", "~a b", "~é", "~a\nb", "~a\r\nb", "~" + "n".repeat(200), "~#*.")) {
            steps.add(create("A", name));
            steps.add(metadata("A", name));
            steps.add(delete("A", name));
        }
        return steps.toArray(Step[]::new);
    }

    private static Step ss(String name, List<String> partitions, List<String> keys) {
        return createSuperStream("A", name, partitions, keys, Map.of());
    }

    private static Step superStream(String connection, String name, Map<String, String> arguments) {
        return Commands.settled(createSuperStream(connection, name, List.of(name + "-0"), List.of("0"), arguments));
    }

    private static Step many(int count) {
        List<String> names = IntStream.range(0, count).mapToObj(i -> "~x-" + i).toList();
        return createSuperStream("A", "~x", names, names, Map.of());
    }
}
