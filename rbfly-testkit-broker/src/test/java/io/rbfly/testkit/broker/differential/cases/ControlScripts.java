package io.rbfly.testkit.broker.differential.cases;

import static io.rbfly.testkit.broker.differential.script.Commands.create;
import static io.rbfly.testkit.broker.differential.script.Commands.createSuperStream;
import static io.rbfly.testkit.broker.differential.script.Commands.declare;
import static io.rbfly.testkit.broker.differential.script.Commands.delete;
import static io.rbfly.testkit.broker.differential.script.Commands.deleteSuperStream;
import static io.rbfly.testkit.broker.differential.script.Commands.metadata;
import static io.rbfly.testkit.broker.differential.script.Commands.partitions;
import static io.rbfly.testkit.broker.differential.script.Commands.route;
import static io.rbfly.testkit.broker.differential.script.Data.answer;
import static io.rbfly.testkit.broker.differential.script.Data.credit;
import static io.rbfly.testkit.broker.differential.script.Data.publish;
import static io.rbfly.testkit.broker.differential.script.Data.subscribe;

import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.broker.differential.script.Step;
import io.rbfly.testkit.broker.differential.wire.Offset;
import java.util.List;
import java.util.Map;

/** What clients see when an operator restarts a stream, or binds partitions to a super stream. */
public final class ControlScripts {
    private static final List<String> TWO = List.of("~x-0", "~x-1");
    private static final List<String> KEYS = List.of("0", "1");

    private ControlScripts() {}

    public static List<Script> all() {
        return List.of(
                Script.of(
                        "restarted stream",
                        create("A", "~s"),
                        create("A", "~t"),
                        declare("A", 1, "named", "~s"),
                        declare("A", 2, "", "~t"),
                        declare("B", 1, "", "~s"),
                        subscribe("A", 1, "~s", Offset.FIRST, 5),
                        subscribe("C", 1, "~s", Offset.NEXT, 5),
                        subscribe("C", 2, "~t", Offset.NEXT, 5),
                        publish("A", 1, 1),
                        restart("~s"),
                        publish("A", 1, 2),
                        publish("A", 2, 2),
                        credit("A", 1, 1),
                        credit("C", 1, 1),
                        declare("A", 1, "named", "~s"),
                        publish("A", 1, 1),
                        publish("A", 1, 2),
                        subscribe("A", 1, "~s", Offset.FIRST, 5),
                        subscribe("C", 1, "~s", Offset.FIRST, 5)),
                Script.of(
                        "restarted partition of a group",
                        createSuperStream("P", "~x", TWO, KEYS, Map.of()),
                        declare("P", 1, "", "~x-1"),
                        publish("P", 1, 1),
                        member("A", 1, 1),
                        answer("A", 1, Offset.NONE),
                        member("B", 1, 1),
                        answer("A", 1, Offset.NONE),
                        answer("B", 1, Offset.FIRST),
                        restart("~x-1"),
                        declare("P", 1, "", "~x-1"),
                        publish("P", 1, 2),
                        member("A", 1, 1),
                        answer("A", 1, Offset.FIRST),
                        member("B", 1, 1),
                        answer("A", 1, Offset.NONE),
                        answer("B", 1, Offset.FIRST)),
                Script.of(
                        "bound partitions",
                        createSuperStream("A", "~x", TWO, KEYS, Map.of()),
                        subscribe("B", 1, "~x-1", Offset.FIRST, 5),
                        create("A", "~x-2"),
                        bind("~x", "~x-2", "2", 2),
                        partitions("A", "~x"),
                        route("A", "2", "~x"),
                        bind("~x", "~x-2", "two", 3),
                        partitions("A", "~x"),
                        route("A", "two", "~x"),
                        create("A", "~x-3"),
                        bind("~x", "~x-3", "2", 4),
                        partitions("A", "~x"),
                        route("A", "2", "~x"),
                        delete("A", "~x-1"),
                        partitions("A", "~x"),
                        create("A", "~x-1"),
                        partitions("A", "~x"),
                        route("A", "1", "~x"),
                        bind("~x", "~x-1", "1", 5),
                        partitions("A", "~x"),
                        route("A", "1", "~x"),
                        deleteSuperStream("A", "~x"),
                        metadata("A", "~x-0", "~x-1", "~x-2", "~x-3")));
    }

    private static Step member(String connection, int id, int partition) {
        Map<String, String> group = Map.of("single-active-consumer", "true", "name", "g", "super-stream", "~x");
        return subscribe(connection, id, "~x-" + partition, Offset.FIRST, 4, group);
    }

    /** Restarts a stream and waits until publishers can be declared again. */
    private static Step restart(String stream) {
        return new Step("restart " + stream, session -> session.restart(stream), true);
    }

    private static Step bind(String superStream, String partition, String key, int order) {
        String text = "bind " + partition + " to " + superStream + " with key '" + key + "'";
        return new Step(text, session -> session.bind(superStream, partition, key, order), true);
    }
}
