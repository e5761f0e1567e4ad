package io.rbfly.testkit.broker.differential.cases;

import static io.rbfly.testkit.broker.differential.script.Commands.create;
import static io.rbfly.testkit.broker.differential.script.Commands.declare;
import static io.rbfly.testkit.broker.differential.script.Commands.delete;
import static io.rbfly.testkit.broker.differential.script.Commands.deletePublisher;
import static io.rbfly.testkit.broker.differential.script.Commands.sequence;
import static io.rbfly.testkit.broker.differential.script.Commands.statistics;
import static io.rbfly.testkit.broker.differential.script.Data.publish;
import static io.rbfly.testkit.broker.differential.script.Data.publishFiltered;
import static io.rbfly.testkit.broker.differential.script.Data.subscribe;

import io.rbfly.testkit.broker.differential.script.Commands;
import io.rbfly.testkit.broker.differential.script.Data;
import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.broker.differential.script.Step;
import io.rbfly.testkit.broker.differential.wire.Offset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Publishers, confirms and errors. */
public final class PublishingScripts {
    private static final String THREE = "00000003 6f6e65 00000003 74776f 00000005 7468726565";

    private PublishingScripts() {}

    public static List<Script> all() {
        List<Script> scripts = new ArrayList<>(List.of(
                Script.withChunks(
                        "publish and read",
                        create("A", "~s"),
                        statistics("A", "~s"),
                        declare("A", 1, "", "~s"),
                        publish("A", 1, 1),
                        publish("A", 1, 2),
                        subscribe("A", 1, "~s", Offset.FIRST, 10),
                        publish("A", 1, 3),
                        statistics("A", "~s")),
                Script.of(
                        "publisher ids and references",
                        declare("A", 1, "", "~s"),
                        create("A", "~s"),
                        create("A", "~t"),
                        declare("A", 1, "p", "~s"),
                        declare("A", 1, "", "~s"),
                        declare("A", 1, "q", "~t"),
                        declare("A", 2, "p", "~s"),
                        declare("A", 2, "p", "~t"),
                        declare("B", 1, "p", "~s"),
                        declare("A", 3, "", "~s"),
                        declare("A", 255, "", "~s"),
                        declare("A", 4, "r".repeat(255), "~s"),
                        declare("A", 5, "r".repeat(256), "~s"),
                        declare("A", 5, "é".repeat(128), "~s"),
                        declare("A", 5, "", ""),
                        deletePublisher("A", 5),
                        deletePublisher("A", 1),
                        deletePublisher("A", 1),
                        publish("A", 1, 1, 2),
                        declare("A", 1, "p", "~s"),
                        publish("A", 1, 1, 2),
                        delete("B", "~s"),
                        publish("A", 1, 3),
                        publish("A", 2, 3),
                        deletePublisher("A", 1),
                        deletePublisher("A", 2),
                        declare("A", 1, "p", "~s")),
                Script.of(
                        "deduplication",
                        create("A", "~s"),
                        sequence("A", "p", "~s"),
                        sequence("A", "p", "~t"),
                        sequence("A", "", "~s"),
                        declare("A", 1, "p", "~s"),
                        publish("A", 1, 0),
                        publish("A", 1, 5, 5, 3, 6),
                        sequence("A", "p", "~s"),
                        publish("A", 1, 6),
                        declare("B", 7, "p", "~s"),
                        publish("B", 7, 4, 8),
                        publish("A", 1, 7, 9),
                        sequence("B", "p", "~s"),
                        publish("A", 1, Long.MIN_VALUE),
                        sequence("B", "p", "~s"),
                        publish("A", 1, 10),
                        publish("A", 1, -1),
                        sequence("B", "p", "~s"),
                        declare("A", 2, "", "~s"),
                        publish("A", 2, 1, 1),
                        sequence("B", "", "~s"),
                        subscribe("A", 1, "~s", Offset.FIRST, 100)),
                Script.withChunks(
                        "trailers of named publishers",
                        create("A", "~s"),
                        declare("A", 1, "p", "~s"),
                        declare("A", 2, "", "~s"),
                        publish("A", 1, 1),
                        publish("A", 2, 1),
                        publish("A", 1, 1),
                        publish("A", 1, 2),
                        subscribe("A", 1, "~s", Offset.FIRST, 100)),
                Script.of(
                        "publish with filters to an unknown publisher",
                        create("A", "~s"),
                        publishFiltered("A", 1, 1, "f"),
                        publishFiltered("A", 1, 2, null),
                        publishFiltered("A", 1, 2, ""),
                        publish("A", 1)),
                Script.of("256 publishers", manyPublishers())));
        batches(scripts);
        return scripts;
    }

    private static Step[] manyPublishers() {
        List<Step> steps = new ArrayList<>(List.of(create("A", "~s")));
        for (int i = 0; i < 256; i++) {
            steps.add(declare("A", i, "", "~s"));
        }
        steps.add(declare("A", 7, "", "~s"));
        steps.add(publish("A", 255, 1));
        return steps.toArray(Step[]::new);
    }

    private static void batches(List<Script> scripts) {
        for (int code = 0; code < 8; code++) {
            scripts.add(
                    batch("compression " + code, Integer.toHexString(8 + code) + "0 0003 00000017 00000017" + THREE));
        }
        scripts.add(batch("flags", "8f 0003 00000017 00000017" + THREE));
        scripts.add(batch("count 0", "80 0000 00000017 00000017" + THREE));
        scripts.add(batch("too many for the plain size", "80 0006 00000017 00000017" + THREE));
        scripts.add(batch("64 MiB", "90 0003 04000000 00000017" + THREE));
        scripts.add(batch("more than 64 MiB", "90 0003 04000001 00000017" + THREE));
        scripts.add(batch("4 GiB", "90 0003 ffffffff 00000017" + THREE));
        scripts.add(batch("no compressed data", "90 0003 00000017 00000000"));
        scripts.add(batch("no plain data", "80 0003 00000017 00000000"));
        scripts.add(batch("count that does not match", "80 0002 00000017 00000017" + THREE));
        scripts.add(batch("plain size that does not match", "80 0003 00000018 00000017" + THREE));
        scripts.add(batch("65535 messages", "90 ffff 00100000 00000004 01020304"));
        scripts.add(Script.of(
                "batches and deduplication",
                create("A", "~s"),
                declare("A", 1, "p", "~s"),
                entries(1, "batches", "0000000000000004 80 0003 00000017 00000017" + THREE),
                entries(1, "batch again", "0000000000000004 80 0003 00000017 00000017" + THREE),
                sequence("A", "p", "~s"),
                publish("A", 1, 4, 5),
                subscribe("A", 1, "~s", Offset.at(1), 10),
                statistics("A", "~s")));
    }

    /** A batch between simple entries. */
    private static Script batch(String name, String batch) {
        return Script.of(
                "batch: " + name,
                create("A", "~s"),
                declare("A", 1, "", "~s"),
                Data.entries(
                        "A",
                        "publish 1, batch 2 and 3",
                        1,
                        1,
                        3,
                        frame -> frame.u64(1)
                                .octets(new byte[] {'a'})
                                .u64(2)
                                .hex(batch)
                                .u64(3)
                                .octets(new byte[] {'c'})),
                publish("A", 1, 4),
                Commands.resolve("A", "~s", Offset.NEXT),
                subscribe("A", 1, "~s", Offset.FIRST, 10, Map.of()));
    }

    private static Step entries(int count, String text, String hex) {
        return Data.entries("A", "publish " + text, 1, 1, count, frame -> frame.hex(hex));
    }
}
