package io.rbfly.testkit.broker.differential.cases;

import static io.rbfly.testkit.broker.differential.script.Commands.create;
import static io.rbfly.testkit.broker.differential.script.Commands.createSuperStream;
import static io.rbfly.testkit.broker.differential.script.Commands.declare;
import static io.rbfly.testkit.broker.differential.script.Commands.delete;
import static io.rbfly.testkit.broker.differential.script.Commands.deleteSuperStream;
import static io.rbfly.testkit.broker.differential.script.Commands.metadata;
import static io.rbfly.testkit.broker.differential.script.Commands.partitions;
import static io.rbfly.testkit.broker.differential.script.Commands.resolve;
import static io.rbfly.testkit.broker.differential.script.Commands.route;
import static io.rbfly.testkit.broker.differential.script.Commands.sequence;
import static io.rbfly.testkit.broker.differential.script.Commands.statistics;
import static io.rbfly.testkit.broker.differential.script.Data.store;
import static io.rbfly.testkit.broker.differential.script.Data.subscribe;

import io.rbfly.testkit.broker.differential.script.Commands;
import io.rbfly.testkit.broker.differential.script.Connections;
import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.broker.differential.script.Step;
import io.rbfly.testkit.broker.differential.wire.Offset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands of users who may not do everything: the letters of a name say what they may do with it. */
public final class PermissionScripts {
    private static final List<String> KEYS = List.of("0", "1");

    private PermissionScripts() {}

    public static List<Script> all() {
        List<Script> scripts = new ArrayList<>();
        for (String user : List.of("limited", "partial")) {
            for (String stream : List.of("~x", "~c", "~w", "~r", "~none")) {
                scripts.add(script(user, stream));
            }
            scripts.add(superStreams(user));
        }
        return scripts;
    }

    private static Script script(String user, String stream) {
        List<Step> steps = new ArrayList<>(List.of(Connections.login("U", user, true)));
        if (!stream.equals("~none")) {
            steps.add(create("A", stream));
        }
        steps.addAll(List.of(
                create("U", stream),
                declare("U", 1, "p", stream),
                sequence("U", "p", stream),
                subscribe("U", 1, stream, Offset.FIRST, 1),
                store("U", "r", stream, 1),
                Commands.queryOffset("A", "r", stream),
                statistics("U", stream),
                resolve("U", stream, Offset.FIRST),
                resolve("U", stream, Offset.NEXT, Map.of("filter.0", "x")),
                metadata("U", stream),
                partitions("U", stream),
                route("U", "0", stream),
                delete("U", stream)));
        return Script.of("user " + user + ", stream " + stream, steps.toArray(Step[]::new));
    }

    private static Script superStreams(String user) {
        List<Step> steps = new ArrayList<>(List.of(Connections.login("U", user, true)));
        List<String> letters = List.of("x", "c", "w", "r");
        for (String exchange : letters) {
            for (String partition : letters) {
                String name = "~" + exchange + "-" + partition;
                List<String> partitions = List.of("~" + partition + exchange + "-0", "~" + partition + exchange + "-1");
                steps.add(createSuperStream("U", name, partitions, KEYS, Map.of()));
                steps.add(createSuperStream("A", name, partitions, KEYS, Map.of()));
                steps.add(partitions("U", name));
                steps.add(route("U", "0", name));
                steps.add(route("U", "9", name));
                steps.add(deleteSuperStream("U", name));
                steps.add(deleteSuperStream("A", name));
            }
        }
        return Script.of("user " + user + ", super streams", steps.toArray(Step[]::new));
    }
}
