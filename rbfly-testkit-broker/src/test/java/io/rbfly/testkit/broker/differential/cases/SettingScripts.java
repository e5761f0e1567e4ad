package io.rbfly.testkit.broker.differential.cases;

import io.rbfly.testkit.broker.differential.script.Commands;
import io.rbfly.testkit.broker.differential.script.Connections;
import io.rbfly.testkit.broker.differential.script.Data;
import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.broker.differential.script.Step;
import io.rbfly.testkit.broker.differential.wire.Offset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What depends on the settings of brokers. */
public final class SettingScripts {
    private static final Map<String, String> GROUP = Map.of("single-active-consumer", "true", "name", "g");

    private SettingScripts() {}

    /** A second connection, where only one is allowed. */
    public static Script secondConnection(String user, String virtualHost) {
        List<Step> steps = new ArrayList<>(login("A", user, virtualHost));
        steps.addAll(login("B", user, virtualHost));
        steps.addAll(List.of(Connections.awaitEnd("B"), Connections.probe("A"), Connections.close("A")));
        return Script.of("second connection of " + user + " to " + virtualHost, steps.toArray(Step[]::new));
    }

    /** A connection, where none is allowed. */
    public static Script refusedConnection() {
        List<Step> steps = new ArrayList<>(login("A", "guest", "/"));
        steps.add(Connections.awaitEnd("A"));
        return Script.of("refused connection", steps.toArray(Step[]::new));
    }

    private static List<Step> login(String connection, String user, String virtualHost) {
        return List.of(
                Connections.open(connection),
                Connections.peerProperties(connection),
                Connections.saslHandshake(connection),
                Connections.authenticate(connection, user, user),
                Connections.tune(connection, 1 << 20, 60),
                Connections.openHost(connection, virtualHost));
    }

    /** An active consumer that does not answer, before and after one that does. */
    public static Script unansweredUpdates() {
        return Script.withChunks(
                "unanswered updates",
                Commands.create("C", "~s"),
                Commands.declare("C", 1, "", "~s"),
                Data.publish("C", 1, 1),
                join("A", 1),
                join("B", 1),
                join("D", 1),
                Connections.awaitEnd("A"),
                Data.answer("B", 1, Offset.NONE),
                Data.publish("C", 1, 2),
                Data.unsubscribe("B", 1),
                Connections.awaitEnd("D"),
                Connections.probe("B"),
                Connections.probe("C"));
    }

    private static Step join(String connection, int subscription) {
        return Data.subscribe(connection, subscription, "~s", Offset.FIRST, 10, GROUP);
    }

    /** Commands for a stream whose only replica is on a node that does not run. Some of them end the connection. */
    public static Script unavailable(String stream) {
        return Script.of(
                "no replica of the stream runs",
                Commands.metadata("A", stream),
                Commands.declare("A", 1, "", stream),
                Commands.declare("A", 1, "p", stream),
                Data.publish("A", 1, 1),
                Data.subscribe("A", 1, stream, Offset.FIRST, 10),
                Data.subscribe("A", 2, stream, Offset.FIRST, 10, GROUP),
                Data.credit("A", 1, 1),
                Connections.probe("A"),
                Commands.settled(Commands.sequence("B", "p", stream)),
                Commands.settled(Commands.queryOffset("C", "r", stream)),
                Data.store("D", "r", stream, 1),
                Commands.settled(Commands.statistics("E", stream)),
                Commands.settled(Commands.resolve("F", stream, Offset.FIRST)),
                Commands.settled(Commands.create("G", stream)),
                Commands.metadata("G", stream));
    }
}
