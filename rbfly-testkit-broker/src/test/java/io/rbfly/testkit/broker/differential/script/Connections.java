package io.rbfly.testkit.broker.differential.script;

import io.rbfly.testkit.broker.differential.wire.RawClient;
import java.util.Map;
import java.util.function.Function;

/** The steps that open, use in wrong ways, and end connections. */
public final class Connections {
    private Connections() {}

    /** Opens a connection without a handshake. */
    public static Step open(String connection) {
        return new Step(connection + ": open", session -> session.connect(connection), false);
    }

    /** Opens a connection and logs in. */
    public static Step login(String connection, String user, boolean newDeliver) {
        String text = connection + ": log in as " + user + (newDeliver ? "" : ", for Deliver version 1");
        return new Step(text, session -> session.connect(connection).shakeHands(user, user, newDeliver), false);
    }

    public static Step peerProperties(String connection) {
        Map<String, String> properties = Map.of("connection_name", "test");
        return Commands.request(connection, "peer properties", 0x11, frame -> frame.map(properties));
    }

    public static Step saslHandshake(String connection) {
        return Commands.request(connection, "SASL handshake", 0x12, frame -> frame);
    }

    public static Step authenticate(String connection, String mechanism, byte[] data) {
        String shown = new String(data, java.nio.charset.StandardCharsets.UTF_8).replace('\0', '|');
        return Commands.settled(Commands.request(
                connection,
                "authenticate with " + mechanism + " " + shown,
                0x13,
                frame -> frame.string(mechanism).octets(data)));
    }

    public static Step authenticate(String connection, String user, String password) {
        return authenticate(connection, "PLAIN", RawClient.plain(user, password));
    }

    public static Step tune(String connection, int frameMax, int heartbeat) {
        return raw(
                connection,
                "tune " + frameMax + ", " + heartbeat,
                client -> client.frame(0x8014, 1).u32(frameMax).u32(heartbeat).toBytes());
    }

    public static Step openHost(String connection, String virtualHost) {
        return Commands.request(connection, "open " + virtualHost, 0x15, frame -> frame.string(virtualHost));
    }

    /** Sends bytes without waiting for anything. */
    public static Step raw(String connection, String text, Function<RawClient, byte[]> bytes) {
        return new Step(
                connection + ": " + text,
                session -> {
                    RawClient client = session.client(connection);
                    client.send(bytes.apply(client));
                },
                true);
    }

    /** Asks something, which shows whether the broker still answers. */
    public static Step probe(String connection) {
        return Commands.settled(Commands.request(
                connection, "are you there?", 0x1c, frame -> frame.string("~there is no such stream")));
    }

    public static Step close(String connection) {
        return Commands.settled(Commands.request(
                connection, "close", 0x16, frame -> frame.u16(1).string("OK")));
    }

    /** Answers the Close of the broker, if there was one, and waits for the end. */
    public static Step answerClose(String connection) {
        return new Step(
                connection + ": answer Close",
                session -> {
                    RawClient client = session.client(connection);
                    if (client.received().has(0x16)) {
                        client.send(client.frame(0x8016, 1).u32(1).u16(1).toBytes());
                        client.await(client.received()::isEnded);
                    }
                },
                true);
    }

    /** Waits until the broker has closed the connection. */
    public static Step awaitEnd(String connection) {
        return new Step(
                connection + ": wait for the end",
                session -> {
                    RawClient client = session.client(connection);
                    client.await(client.received()::isEnded);
                },
                true);
    }

    /** Closes the connection without a word. */
    public static Step disconnect(String connection) {
        return new Step(connection + ": disconnect", session -> session.disconnect(connection), true);
    }
}
