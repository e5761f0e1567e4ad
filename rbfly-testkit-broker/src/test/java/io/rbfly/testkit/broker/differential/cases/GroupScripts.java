package io.rbfly.testkit.broker.differential.cases;

import static io.rbfly.testkit.broker.differential.script.Commands.create;
import static io.rbfly.testkit.broker.differential.script.Commands.createSuperStream;
import static io.rbfly.testkit.broker.differential.script.Commands.declare;
import static io.rbfly.testkit.broker.differential.script.Commands.delete;
import static io.rbfly.testkit.broker.differential.script.Commands.queryOffset;
import static io.rbfly.testkit.broker.differential.script.Connections.disconnect;
import static io.rbfly.testkit.broker.differential.script.Connections.probe;
import static io.rbfly.testkit.broker.differential.script.Data.answer;
import static io.rbfly.testkit.broker.differential.script.Data.credit;
import static io.rbfly.testkit.broker.differential.script.Data.publish;
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
import java.util.TreeMap;

/** Single active consumers. */
public final class GroupScripts {
    private static final Map<String, String> GROUP = Map.of("single-active-consumer", "true", "name", "g");

    private GroupScripts() {}

    public static List<Script> all() {
        return List.of(
                Script.of(
                        "group: refused properties",
                        create("A", "~s"),
                        group("A", 1, Map.of("single-active-consumer", "true")),
                        group("A", 2, with("name", "")),
                        group("A", 3, with("name", "n".repeat(255))),
                        group("A", 4, with("name", "n".repeat(256))),
                        group("A", 5, with("single-active-consumer", "True")),
                        group("A", 6, with("super-stream", "~none")),
                        group("A", 7, with("super-stream", "")),
                        group("A", 8, Map.of("super-stream", "~x")),
                        group("A", 9, Map.of("name", "n".repeat(300))),
                        answer("A", 2, Offset.FIRST),
                        answer("A", 3, Offset.FIRST),
                        answer("A", 6, Offset.FIRST),
                        answer("A", 7, Offset.FIRST)),
                plain(
                        "group: data and credits",
                        join("A", 1),
                        join("B", 2),
                        credit("B", 2, 3),
                        credit("A", 1, 1),
                        answer("A", 1, Offset.NONE),
                        credit("A", 1, 1),
                        publish("A", 1, 10),
                        unsubscribe("A", 1),
                        answer("B", 2, Offset.at(2)),
                        publish("A", 1, 11),
                        credit("B", 2, 5)),
                plain(
                        "group: types of answers",
                        join("A", 1),
                        join("B", 1),
                        join("C", 1),
                        join("D", 1),
                        join("E", 1),
                        join("F", 1),
                        answer("A", 1, Offset.FIRST),
                        unsubscribe("A", 1),
                        answer("B", 1, Offset.LAST),
                        disconnect("B"),
                        answer("C", 1, Offset.NEXT),
                        publish("A", 1, 10),
                        disconnect("C"),
                        answer("D", 1, Offset.at(1000)),
                        publish("A", 1, 11),
                        disconnect("D"),
                        answer("E", 1, Offset.time(0)),
                        disconnect("E"),
                        answer("F", 1, 2, Offset.NONE)),
                plain(
                        "group: answers nobody asked for",
                        unexpected(17),
                        join("A", 1),
                        unexpected(17),
                        unexpected(0),
                        unexpected(0),
                        answer("A", 1, Offset.NONE),
                        join("B", 1),
                        disconnect("A"),
                        answer("B", 1, Offset.NEXT),
                        publish("C", 1, 1),
                        probe("B")),
                plain(
                        "group: the stream is deleted",
                        join("A", 1),
                        join("B", 1),
                        join("C", 1),
                        answer("A", 1, Offset.NONE),
                        delete("C", "~s"),
                        credit("B", 1, 1),
                        unsubscribe("A", 1),
                        create("A", "~s"),
                        join("B", 1),
                        join("A", 1),
                        answer("B", 1, Offset.NONE)),
                plain(
                        "group: two of one connection",
                        join("A", 1),
                        join("A", 2),
                        answer("A", 1, Offset.NONE),
                        unsubscribe("A", 1),
                        answer("A", 2, Offset.NONE),
                        join("A", 1),
                        disconnect("A"),
                        join("B", 1)),
                plain(
                        "group: unanswered update, then unsubscribed",
                        join("A", 1),
                        join("B", 1),
                        unsubscribe("A", 1),
                        answer("A", 1, Offset.NONE),
                        answer("B", 1, Offset.NONE),
                        join("A", 1),
                        unsubscribe("A", 1)),
                plain(
                        "group: offset handed over",
                        join("A", 1),
                        join("B", 1),
                        answer("A", 1, Offset.NONE),
                        store("A", "g", "~s", 2),
                        unsubscribe("A", 1),
                        queryOffset("B", "g", "~s"),
                        answer("B", 1, Offset.at(3))),
                partitioned(
                        "group: partition 0",
                        0,
                        member("A", 1, 0),
                        member("B", 1, 0),
                        answer("A", 1, Offset.NONE),
                        member("C", 1, 0),
                        disconnect("A"),
                        answer("B", 1, Offset.NONE)),
                partitioned(
                        "group: partition 1",
                        1,
                        member("A", 1, 1),
                        answer("A", 1, Offset.NONE),
                        publish("P", 1, 1),
                        member("B", 1, 1),
                        credit("A", 1, 1),
                        credit("B", 1, 1),
                        answer("A", 1, Offset.NONE),
                        answer("B", 1, Offset.FIRST),
                        publish("P", 1, 2),
                        member("C", 1, 1),
                        unsubscribe("B", 1),
                        answer("C", 1, Offset.NONE),
                        publish("P", 1, 3),
                        unsubscribe("C", 1),
                        answer("A", 1, Offset.NONE)),
                partitioned(
                        "group: leaves instead of answering",
                        1,
                        member("A", 1, 1),
                        answer("A", 1, Offset.NONE),
                        member("B", 1, 1),
                        unsubscribe("A", 1),
                        answer("A", 1, Offset.NONE),
                        answer("B", 1, Offset.NONE),
                        member("A", 1, 1),
                        disconnect("B"),
                        answer("A", 1, Offset.NONE)),
                partitioned(
                        "group: with and without super stream",
                        1,
                        member("A", 1, 1),
                        join("B", 1, "~x-1"),
                        join("A", 2, "~x-0"),
                        member("B", 2, 0),
                        member("B", 3, 1)),
                partitioned("group: without, then with", 1, join("A", 1, "~x-1"), member("B", 1, 1), member("B", 2, 0)),
                interleaved(),
                fourPartitions());
    }

    /** Each is active where it was first, though a group of two would have it otherwise. */
    private static Script interleaved() {
        List<Step> steps = new ArrayList<>();
        steps.add(member("A", 1, 0));
        answerAll(steps);
        steps.add(member("B", 1, 0));
        steps.add(member("B", 2, 1));
        answerAll(steps);
        steps.add(member("A", 2, 1));
        answerAll(steps);
        answerAll(steps);
        return partitioned("group: two members that started interleaved", 0, steps.toArray(Step[]::new));
    }

    private static Script fourPartitions() {
        List<Step> steps = new ArrayList<>();
        for (String member : List.of("A", "B", "C", "D", "E")) {
            for (int partition = 0; partition < 4; partition++) {
                steps.add(member(member, partition, partition));
                answerAll(steps);
            }
        }
        steps.add(disconnect("B"));
        answerAll(steps);
        answerAll(steps);
        steps.add(disconnect("A"));
        answerAll(steps);
        answerAll(steps);
        for (int partition = 0; partition < 4; partition++) {
            steps.add(unsubscribe("C", partition));
            answerAll(steps);
        }
        return partitioned("group: four partitions", 0, steps.toArray(Step[]::new));
    }

    private static void answerAll(List<Step> steps) {
        steps.add(new Step("answer all updates", session -> session.answerAll(), true));
    }

    private static Script plain(String name, Step... steps) {
        List<Step> all = new ArrayList<>(List.of(
                create("A", "~s"),
                declare("A", 1, "", "~s"),
                declare("C", 1, "", "~s"),
                publish("A", 1, 1),
                publish("A", 1, 2),
                publish("A", 1, 3)));
        all.addAll(List.of(steps));
        return Script.withChunks(name, all.toArray(Step[]::new));
    }

    private static Script partitioned(String name, int published, Step... steps) {
        List<String> partitions = List.of("~x-0", "~x-1", "~x-2", "~x-3");
        List<Step> all = new ArrayList<>(List.of(
                createSuperStream("P", "~x", partitions, List.of("0", "1", "2", "3"), Map.of()),
                declare("P", 1, "", "~x-" + published)));
        all.addAll(List.of(steps));
        return Script.withChunks(name, all.toArray(Step[]::new));
    }

    private static Step join(String connection, int id) {
        return join(connection, id, "~s");
    }

    private static Step join(String connection, int id, String stream) {
        return subscribe(connection, id, stream, Offset.FIRST, 4, GROUP);
    }

    private static Step member(String connection, int id, int partition) {
        return subscribe(connection, id, "~x-" + partition, Offset.FIRST, 4, with("super-stream", "~x"));
    }

    private static Step group(String connection, int id, Map<String, String> properties) {
        return subscribe(connection, id, "~s", Offset.FIRST, 4, properties);
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> properties = new TreeMap<>(GROUP);
        properties.put(key, value);
        return properties;
    }

    /** An answer with any correlation id. */
    private static Step unexpected(int id) {
        return Connections.raw(
                "A",
                "answer update " + id,
                client -> client.frame(0x801a, 1).u32(id).u16(1).u16(0).toBytes());
    }
}
