package io.rbfly.testkit.broker.differential.cases;

import static io.rbfly.testkit.broker.differential.script.Commands.create;
import static io.rbfly.testkit.broker.differential.script.Commands.declare;
import static io.rbfly.testkit.broker.differential.script.Commands.delete;
import static io.rbfly.testkit.broker.differential.script.Commands.queryOffset;
import static io.rbfly.testkit.broker.differential.script.Commands.resolve;
import static io.rbfly.testkit.broker.differential.script.Commands.statistics;
import static io.rbfly.testkit.broker.differential.script.Data.credit;
import static io.rbfly.testkit.broker.differential.script.Data.publish;
import static io.rbfly.testkit.broker.differential.script.Data.publishFiltered;
import static io.rbfly.testkit.broker.differential.script.Data.store;
import static io.rbfly.testkit.broker.differential.script.Data.subscribe;
import static io.rbfly.testkit.broker.differential.script.Data.unsubscribe;

import io.rbfly.testkit.broker.differential.script.Connections;
import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.broker.differential.script.Step;
import io.rbfly.testkit.broker.differential.wire.Offset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Subscriptions, credits, filters and stored offsets. */
public final class SubscriptionScripts {
    private static final long FUTURE = 4_000_000_000_000L;
    private static final List<Offset> OFFSETS = List.of(
            Offset.FIRST,
            Offset.LAST,
            Offset.NEXT,
            Offset.at(0),
            Offset.at(3),
            Offset.at(4),
            Offset.at(5),
            Offset.at(6),
            Offset.at(1000),
            Offset.at(-1),
            Offset.time(0),
            Offset.time(-1),
            Offset.time(FUTURE));

    private SubscriptionScripts() {}

    public static List<Script> all() {
        List<Script> scripts = new ArrayList<>();
        scripts.add(offsets("offsets in an empty stream", 0));
        scripts.add(offsets("offsets in a stream of 5 chunks", 5));
        scripts.add(Script.withChunks(
                "last, if it is a tracking chunk",
                stream(
                        2,
                        store("A", "r", "~s", 1),
                        statistics("A", "~s"),
                        resolve("A", "~s", Offset.NEXT),
                        resolve("A", "~s", Offset.LAST),
                        resolve("A", "~s", Offset.at(2)),
                        subscribe("A", 1, "~s", Offset.LAST, 10),
                        subscribe("A", 2, "~s", Offset.at(2), 10),
                        subscribe("A", 3, "~s", Offset.NEXT, 10),
                        publish("A", 1, 10),
                        statistics("A", "~s"))));
        scripts.add(Script.withChunks(
                "chunk selector",
                stream(
                        2,
                        store("A", "r", "~s", 1),
                        publish("A", 1, 10),
                        subscribe("A", 1, "~s", Offset.FIRST, 10, Map.of("chunk_selector", "all")),
                        subscribe("A", 2, "~s", Offset.FIRST, 10, Map.of("chunk_selector", "user_data")),
                        subscribe("A", 3, "~s", Offset.FIRST, 10, Map.of("chunk_selector", "x")))));
        scripts.add(Script.of(
                "subscription ids",
                stream(
                        1,
                        subscribe("A", 1, "~none", Offset.FIRST, 1),
                        subscribe("A", 1, "~s", Offset.FIRST, 1),
                        subscribe("A", 1, "~s", Offset.FIRST, 1),
                        subscribe("A", 1, "~none", Offset.FIRST, 1),
                        create("A", "~t"),
                        subscribe("A", 1, "~t", Offset.FIRST, 1),
                        unsubscribe("A", 1),
                        unsubscribe("A", 1),
                        subscribe("A", 1, "~t", Offset.FIRST, 1),
                        unsubscribe("A", 9),
                        subscribe("A", 255, "~s", Offset.FIRST, 1),
                        delete("B", "~s"),
                        unsubscribe("A", 255),
                        subscribe("A", 255, "~s", Offset.FIRST, 1),
                        subscribe("A", 255, "~t", Offset.FIRST, 1))));
        scripts.add(Script.withChunks(
                "Deliver of version 1",
                Connections.login("B", "guest", false),
                create("A", "~s"),
                declare("A", 1, "", "~s"),
                publish("A", 1, 1),
                subscribe("B", 1, "~s", Offset.FIRST, 10),
                subscribe("A", 1, "~s", Offset.FIRST, 10),
                publish("A", 1, 2)));
        scripts.add(times());
        credits(scripts);
        filters(scripts);
        stored(scripts);
        return scripts;
    }

    private static Script offsets(String name, int messages) {
        List<Step> steps = new ArrayList<>();
        OFFSETS.forEach(offset -> steps.add(resolve("A", "~s", offset)));
        steps.add(resolve("A", "~none", Offset.FIRST));
        steps.add(resolve("A", "~s", Offset.LAST, Map.of("filter.0", "x", "match-unfiltered", "true")));
        for (int i = 0; i < OFFSETS.size(); i++) {
            steps.add(subscribe("A", i, "~s", OFFSETS.get(i), 10));
        }
        steps.add(publish("A", 1, 100));
        return Script.withChunks(name, stream(messages, steps.toArray(Step[]::new)));
    }

    /** Times between those of chunks, which are those of their writing. */
    private static Script times() {
        List<Step> steps = new ArrayList<>(List.of(create("A", "~s"), declare("A", 1, "", "~s"), Step.remember()));
        for (int id = 1; id <= 3; id++) {
            steps.add(publish("A", 1, 2 * id, 2 * id + 1));
            steps.add(Step.remember());
        }
        for (int number = 0; number <= 3; number++) {
            int subscription = number;
            steps.add(Step.at(number, time -> resolve("A", "~s", Offset.time(time))));
            steps.add(Step.at(number, time -> subscribe("A", subscription, "~s", Offset.time(time), 10)));
        }
        steps.add(publish("A", 1, 100));
        return Script.of("times between chunks", steps.toArray(Step[]::new));
    }

    private static void credits(List<Script> scripts) {
        for (int initial : List.of(0, 1, 2, 3, 4, 5, 10)) {
            scripts.add(Script.withChunks(
                    "credit " + initial,
                    stream(
                            8,
                            subscribe("A", 1, "~s", Offset.FIRST, initial),
                            credit("A", 1, 1),
                            credit("A", 1, 1),
                            credit("A", 1, 0),
                            credit("A", 1, 1),
                            credit("A", 1, 3),
                            publish("A", 1, 10),
                            publish("A", 1, 11),
                            publish("A", 1, 12),
                            publish("A", 1, 13),
                            publish("A", 1, 14),
                            credit("A", 1, 1),
                            credit("A", 1, 1),
                            credit("A", 1, 2),
                            credit("A", 1, 10))));
        }
        scripts.add(Script.withChunks(
                "negative credit",
                stream(
                        6,
                        subscribe("A", 1, "~s", Offset.FIRST, 2),
                        credit("A", 1, 0xfffd),
                        credit("A", 1, 3),
                        credit("A", 1, 1),
                        credit("A", 1, 1),
                        credit("A", 1, 0x8000),
                        credit("A", 1, 10),
                        credit("A", 1, 0x7fff),
                        credit("A", 1, 10))));
        scripts.add(Script.withChunks(
                "high initial credit",
                stream(
                        2,
                        subscribe("A", 1, "~s", Offset.FIRST, 0xffff),
                        subscribe("A", 2, "~s", Offset.FIRST, 0x8000),
                        publish("A", 1, 10),
                        credit("A", 1, 1))));
        scripts.add(Script.of(
                "credit for unknown subscriptions",
                stream(
                        1,
                        credit("A", 1, 1),
                        subscribe("A", 1, "~s", Offset.FIRST, 1),
                        credit("A", 2, 1),
                        unsubscribe("A", 1),
                        credit("A", 1, 1),
                        credit("A", 1, 0),
                        subscribe("A", 1, "~s", Offset.FIRST, 1),
                        delete("A", "~s"),
                        credit("A", 1, 1))));
    }

    private static void filters(List<Script> scripts) {
        scripts.add(Script.withChunks(
                "filters",
                stream(
                        0,
                        publishFiltered("A", 1, 1, "eu"),
                        publishFiltered("A", 1, 2, "us"),
                        publishFiltered("A", 1, 3, null),
                        publishFiltered("A", 1, 4, ""),
                        publish("A", 1, 5),
                        publishFiltered("A", 1, 6, "x".repeat(300)),
                        subscribe("A", 1, "~s", Offset.FIRST, 10, Map.of("filter.0", "eu")),
                        subscribe("A", 2, "~s", Offset.FIRST, 10, Map.of("filter.0", "eu", "filter.1", "us")),
                        subscribe("A", 3, "~s", Offset.FIRST, 10, Map.of("filter.0", "us", "match-unfiltered", "true")),
                        subscribe("A", 4, "~s", Offset.FIRST, 10, Map.of("match-unfiltered", "true")),
                        subscribe("A", 5, "~s", Offset.FIRST, 10, Map.of("filter.0", "us", "match-unfiltered", "True")),
                        subscribe("A", 6, "~s", Offset.FIRST, 10, Map.of("filter.name", "us")),
                        subscribe("A", 7, "~s", Offset.FIRST, 10, Map.of("filter", "us")),
                        subscribe("A", 8, "~s", Offset.FIRST, 10, Map.of("filter.", "us")),
                        subscribe("A", 9, "~s", Offset.FIRST, 10, Map.of("filter.0", "")),
                        subscribe("A", 10, "~s", Offset.FIRST, 1, Map.of("filter.0", "us")),
                        subscribe("A", 11, "~s", Offset.LAST, 10, Map.of("filter.0", "eu")),
                        subscribe("A", 12, "~s", Offset.FIRST, 10, Map.of("filter.0", "x".repeat(300))),
                        publishFiltered("A", 1, 7, "us"),
                        publishFiltered("A", 1, 8, "eu"),
                        publish("A", 1, 9))));
    }

    private static void stored(List<Script> scripts) {
        scripts.add(Script.withChunks(
                "stored offsets",
                stream(
                        1,
                        queryOffset("A", "r", "~s"),
                        queryOffset("A", "r", "~none"),
                        store("A", "r", "~s", 5),
                        statistics("A", "~s"),
                        store("A", "r", "~s", 3),
                        store("A", "q", "~s", -1),
                        queryOffset("B", "r", "~s"),
                        queryOffset("B", "q", "~s"),
                        statistics("A", "~s"),
                        publish("A", 1, 2),
                        subscribe("A", 1, "~s", Offset.FIRST, 10),
                        publish("A", 1, 3))));
        scripts.add(Script.of(
                "references of stored offsets",
                stream(
                        1,
                        store("A", "", "~s", 1),
                        store("A", "r".repeat(255), "~s", 2),
                        store("A", "r".repeat(256), "~s", 3),
                        store("A", "r", "~none", 3),
                        store("A", "r", "~s", 0),
                        statistics("A", "~s"),
                        delete("A", "~s"),
                        queryOffset("A", "r", "~s"),
                        create("A", "~s"),
                        queryOffset("A", "r", "~s"))));
    }

    /** Steps after a stream with a publisher and messages in chunks of their own. */
    private static Step[] stream(int messages, Step... then) {
        List<Step> steps = new ArrayList<>(List.of(create("A", "~s"), declare("A", 1, "", "~s")));
        LongStream.range(0, messages).forEach(i -> steps.add(publish("A", 1, i)));
        steps.addAll(List.of(then));
        return steps.toArray(Step[]::new);
    }
}
