package io.rbfly.testkit.broker.differential.cases;

import static io.rbfly.testkit.broker.differential.script.Connections.authenticate;
import static io.rbfly.testkit.broker.differential.script.Connections.awaitEnd;
import static io.rbfly.testkit.broker.differential.script.Connections.close;
import static io.rbfly.testkit.broker.differential.script.Connections.open;
import static io.rbfly.testkit.broker.differential.script.Connections.openHost;
import static io.rbfly.testkit.broker.differential.script.Connections.peerProperties;
import static io.rbfly.testkit.broker.differential.script.Connections.probe;
import static io.rbfly.testkit.broker.differential.script.Connections.raw;
import static io.rbfly.testkit.broker.differential.script.Connections.saslHandshake;
import static io.rbfly.testkit.broker.differential.script.Connections.tune;

import io.rbfly.testkit.broker.differential.script.Commands;
import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.broker.differential.script.Step;
import io.rbfly.testkit.broker.differential.wire.FrameBytes;
import io.rbfly.testkit.broker.differential.wire.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** From the first frame to an open connection, and what brokers refuse on the way. */
public final class HandshakeScripts {
    private static final String C = "A";
    private static final int FRAME_MAX = 1 << 20;
    private static final int MAX_NAME = 60_000;

    private HandshakeScripts() {}

    public static List<Script> all() {
        List<Script> scripts = new ArrayList<>(List.of(
                Script.of(
                        "handshake",
                        steps(
                                loggedIn(),
                                tune(C, FRAME_MAX, 60),
                                openHost(C, "/"),
                                versions(8, 2),
                                close(C),
                                awaitEnd(C))),
                Script.of(
                        "handshake with Tune as a request",
                        steps(
                                loggedIn(),
                                raw(
                                        C,
                                        "tune",
                                        client -> client.frame(0x14, 1)
                                                .u32(FRAME_MAX)
                                                .u32(60)
                                                .toBytes()),
                                openHost(C, "/"),
                                probe(C))),
                Script.of(
                        "Tune and Open together",
                        steps(
                                loggedIn(),
                                together("tune, open", client -> join(tuneFrame(client), openFrame(client))),
                                probe(C))),
                Script.of(
                        "Open and a request together",
                        steps(
                                loggedIn(),
                                tune(C, FRAME_MAX, 0),
                                together("open, metadata", client -> join(openFrame(client), metadataFrame(client))),
                                awaitEnd(C))),
                Script.of(
                        "unknown virtual host",
                        steps(loggedIn(), tune(C, FRAME_MAX, 60), openHost(C, "nowhere"), awaitEnd(C))),
                Script.of("close before open", steps(loggedIn(), tune(C, FRAME_MAX, 60), close(C), awaitEnd(C))),
                Script.of("SaslHandshake first", open(C), saslHandshake(C), awaitEnd(C)),
                Script.of("SaslAuthenticate first", open(C), authenticate(C, "guest", "guest"), awaitEnd(C)),
                Script.of("Open first", open(C), openHost(C, "/"), awaitEnd(C)),
                Script.of("Metadata first", open(C), Commands.metadata(C, "~s"), awaitEnd(C)),
                Script.of(
                        "SaslAuthenticate without SaslHandshake",
                        open(C),
                        peerProperties(C),
                        authenticate(C, "guest", "guest"),
                        awaitEnd(C)),
                Script.of("PeerProperties twice", open(C), peerProperties(C), peerProperties(C), awaitEnd(C)),
                Script.of(
                        "Tune too early",
                        open(C),
                        peerProperties(C),
                        saslHandshake(C),
                        tune(C, FRAME_MAX, 60),
                        awaitEnd(C)),
                Script.of("Open without Tune", steps(loggedIn(), openHost(C, "/"), probe(C))),
                Script.of(
                        "heartbeat before Open",
                        steps(
                                loggedIn(),
                                tune(C, FRAME_MAX, 60),
                                raw(
                                        C,
                                        "heartbeat",
                                        client -> client.frame(0x17, 1).toBytes()),
                                openHost(C, "/"),
                                probe(C))),
                Script.of(
                        "PeerProperties and SaslHandshake together",
                        open(C),
                        together(
                                "peer properties, SASL handshake",
                                client -> join(
                                        client.frame(0x11, 1)
                                                .u32(1)
                                                .map(Map.of())
                                                .toBytes(),
                                        client.frame(0x12, 1).u32(2).toBytes())),
                        awaitEnd(C)),
                Script.of(
                        "unknown key before Open",
                        open(C),
                        raw(C, "key 99", client -> client.frame(0x63, 1).u32(1).toBytes()),
                        awaitEnd(C)),
                Script.of("PeerProperties of 8192 bytes", open(C), properties(8192), saslHandshake(C)),
                Script.of("PeerProperties of 8193 bytes", open(C), properties(8193), awaitEnd(C)),
                Script.of(
                        "version of an unknown key",
                        steps(loggedIn(), tune(C, FRAME_MAX, 60), openHost(C, "/"), versions(99, 1), awaitEnd(C))),
                Script.of(
                        "version of a key of 4.3",
                        steps(
                                loggedIn(),
                                tune(C, FRAME_MAX, 60),
                                openHost(C, "/"),
                                versions(31, 1),
                                versions(8, 9),
                                versions(2, 1),
                                probe(C)))));
        limits(scripts);
        refusals(scripts);
        again(scripts);
        return scripts;
    }

    /** A Metadata request of a size, after a Tune answer. */
    private static void limits(List<Script> scripts) {
        for (int max : List.of(0, 100, 4096, 1 << 21)) {
            for (int size : List.of(100, 101, 4096, 4097, FRAME_MAX, FRAME_MAX + 1)) {
                scripts.add(Script.of(
                        "frame of " + size + " after Tune " + max,
                        steps(
                                loggedIn(),
                                tune(C, max, 60),
                                openHost(C, "/"),
                                raw(C, "metadata of " + size, client -> metadata(client, size)),
                                probe(C))));
            }
        }
        scripts.add(Script.of(
                "heartbeats",
                steps(
                        loggedIn(),
                        tune(C, FRAME_MAX, 1),
                        openHost(C, "/"),
                        new Step(
                                C + ": wait for heartbeats",
                                session -> {
                                    RawClient client = session.client(C);
                                    client.await(client.received()::isEnded);
                                },
                                true))));
    }

    private static byte[] metadata(RawClient client, int size) {
        int count = 1 + size / MAX_NAME;
        FrameBytes frame = client.frame(0x0f, 1).u32(9).u32(count);
        int left = size - 12 - 2 * count;
        for (int i = 0; i < count; i++) {
            int length = i == count - 1 ? left : left / count;
            frame.string(Character.toString('a' + i).repeat(length));
            left -= i == count - 1 ? 0 : length;
        }
        return frame.toBytes();
    }

    private static void refusals(List<Script> scripts) {
        scripts.add(login("wrong password", "PLAIN", RawClient.plain("guest", "wrong")));
        scripts.add(login("unknown user", "PLAIN", RawClient.plain("nobody", "x")));
        scripts.add(mechanism("mechanism ANONYMOUS", "ANONYMOUS", ""));
        scripts.add(mechanism("mechanism AMQPLAIN", "AMQPLAIN", amqPlain("guest")));
        scripts.add(login(
                "AMQPLAIN with a wrong password", "AMQPLAIN", amqPlain("wrong").getBytes(StandardCharsets.UTF_8)));
        scripts.add(login("AMQPLAIN without data", "AMQPLAIN", new byte[0]));
        scripts.add(login("unknown mechanism", "SCRAM", new byte[0]));
        scripts.add(
                login("PLAIN with authorization id", "PLAIN", "guest\0guest\0guest".getBytes(StandardCharsets.UTF_8)));
        scripts.add(login("PLAIN without first NUL", "PLAIN", "guest\0guest".getBytes(StandardCharsets.UTF_8)));
        scripts.add(login("PLAIN without data", "PLAIN", new byte[0]));
        scripts.add(Script.of(
                "PLAIN with null",
                open(C),
                peerProperties(C),
                saslHandshake(C),
                Commands.request(
                        C,
                        "authenticate with null",
                        0x13,
                        frame -> frame.string("PLAIN").u32(-1)),
                awaitEnd(C)));
    }

    private static Script login(String name, String mechanism, byte[] data) {
        return Script.of(
                name, open(C), peerProperties(C), saslHandshake(C), authenticate(C, mechanism, data), awaitEnd(C));
    }

    private static Script mechanism(String name, String mechanism, String data) {
        return Script.of(
                name,
                open(C),
                peerProperties(C),
                saslHandshake(C),
                authenticate(C, mechanism, data.getBytes(StandardCharsets.UTF_8)),
                tune(C, FRAME_MAX, 60),
                openHost(C, "/"),
                probe(C));
    }

    /** The fields of an AMQP 0.9.1 table, without its length. */
    private static String amqPlain(String password) {
        return "\5LOGINS\0\0\0\5guest\10PASSWORDS\0\0\0\5" + password;
    }

    private static void again(List<Script> scripts) {
        scripts.add(Script.of("authenticate again", probe(C), authenticate(C, "guest", "guest"), probe(C)));
        scripts.add(Script.of(
                "authenticate again with a wrong password", probe(C), authenticate(C, "guest", "x"), awaitEnd(C)));
        scripts.add(Script.of(
                "authenticate again with another mechanism",
                probe(C),
                authenticate(C, "AMQPLAIN", new byte[0]),
                awaitEnd(C)));
        scripts.add(Script.of(
                "authenticate again with an unknown mechanism",
                probe(C),
                authenticate(C, "SCRAM", new byte[0]),
                awaitEnd(C)));
        scripts.add(Script.of(
                "authenticate again as another user", probe(C), authenticate(C, "limited", "limited"), awaitEnd(C)));
        scripts.add(Script.of(
                "authenticate again without data", probe(C), authenticate(C, "PLAIN", new byte[0]), awaitEnd(C)));
    }

    private static Step[] loggedIn() {
        return new Step[] {open(C), peerProperties(C), saslHandshake(C), authenticate(C, "guest", "guest")};
    }

    private static Step[] steps(Step[] first, Step... others) {
        Step[] all = Arrays.copyOf(first, first.length + others.length);
        System.arraycopy(others, 0, all, first.length, others.length);
        return all;
    }

    private static Step versions(int key, int max) {
        return Commands.settled(Commands.request(
                C,
                "versions of " + key + " up to " + max,
                0x1b,
                frame -> frame.u32(1).u16(key).u16(1).u16(max)));
    }

    /** Peer properties in a frame of a number of bytes without the size field. */
    private static Step properties(int size) {
        String value = "x".repeat(size - 17);
        return Commands.request(C, "peer properties of " + size, 0x11, frame -> frame.map(Map.of("a", value)));
    }

    private static Step together(String text, Function<RawClient, byte[]> bytes) {
        return raw(C, "in one segment: " + text, bytes);
    }

    private static byte[] tuneFrame(RawClient client) {
        return client.frame(0x8014, 1).u32(FRAME_MAX).u32(60).toBytes();
    }

    private static byte[] openFrame(RawClient client) {
        return client.frame(0x15, 1).u32(77).string("/").toBytes();
    }

    private static byte[] metadataFrame(RawClient client) {
        return client.frame(0x0f, 1).u32(78).strings(List.of("~s")).toBytes();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
