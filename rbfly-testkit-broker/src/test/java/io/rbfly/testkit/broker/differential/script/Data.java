package io.rbfly.testkit.broker.differential.script;

import io.rbfly.testkit.broker.differential.wire.FrameBytes;
import io.rbfly.testkit.broker.differential.wire.Offset;
import io.rbfly.testkit.broker.differential.wire.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The steps that publish and consume. After each, frames may arrive at any time. */
public final class Data {
    private Data() {}

    /** Publishes simple messages, whose text is their publishing id. */
    public static Step publish(String connection, int publisher, long... ids) {
        String text = "publish by " + publisher + " " + java.util.Arrays.toString(ids);
        return entries(connection, text, publisher, 1, ids.length, frame -> {
            for (long id : ids) {
                frame.u64(id).octets(("m" + id).getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /** Publishes a message with a filter value, which may be null. */
    public static Step publishFiltered(String connection, int publisher, long id, @Nullable String filter) {
        String text = "publish by " + publisher + " " + id + " with filter '" + filter + "'";
        return entries(
                connection,
                text,
                publisher,
                2,
                1,
                frame -> frame.u64(id).string(filter).octets(("m" + id).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Publishes entries that are given as bytes, and waits for their confirms or errors.
     *
     * @param confirms how many will come
     */
    public static Step entries(
            String connection, String text, int publisher, int version, int confirms, Consumer<FrameBytes> entries) {
        return new Step(
                connection + ": " + text,
                session -> {
                    RawClient client = session.client(connection);
                    int wanted = client.received().settled(publisher) + confirms;
                    FrameBytes frame = client.frame(0x02, version).u8(publisher).u32(confirms);
                    entries.accept(frame);
                    client.send(frame.toBytes());
                    client.await(() -> client.received().settled(publisher) >= wanted
                            || client.received().isClosing());
                },
                true);
    }

    public static Step subscribe(
            String connection, int id, String stream, Offset offset, int credit, Map<String, String> properties) {
        String text = "subscribe " + id + " to " + stream + " from " + offset + " credit " + credit + " " + properties;
        return new Step(
                connection + ": " + text,
                session -> session.client(connection).request(0x07, "subscription " + id, frame -> {
                    offset.write(frame.u8(id).string(stream)).u16(credit);
                    return properties.isEmpty() ? frame : frame.map(properties);
                }),
                true);
    }

    public static Step subscribe(String connection, int id, String stream, Offset offset, int credit) {
        return subscribe(connection, id, stream, offset, credit, Map.of());
    }

    public static Step unsubscribe(String connection, int id) {
        return new Step(
                connection + ": unsubscribe " + id,
                session -> session.client(connection).request(0x0c, "subscription " + id, frame -> frame.u8(id)),
                true);
    }

    public static Step credit(String connection, int id, int credit) {
        return new Step(
                connection + ": credit " + credit + " to " + id,
                session -> {
                    RawClient client = session.client(connection);
                    client.send(client.frame(0x09, 1).u8(id).u16(credit).toBytes());
                },
                true);
    }

    /** Stores an offset. The query makes sure that it was handled. */
    public static Step store(String connection, String reference, String stream, long offset) {
        return new Step(
                connection + ": store " + offset + " for '" + reference + "' in " + stream + ", and query it",
                session -> {
                    RawClient client = session.client(connection);
                    client.send(client.frame(0x0a, 1)
                            .string(reference)
                            .string(stream)
                            .u64(offset)
                            .toBytes());
                    client.request(0x0b, "", frame -> frame.string(reference).string(stream));
                },
                true);
    }

    /** Answers the last ConsumerUpdate of a subscription, if there is one. */
    public static Step answer(String connection, int subscription, Offset offset) {
        return answer(connection, subscription, 1, offset);
    }

    public static Step answer(String connection, int subscription, int code, Offset offset) {
        return new Step(
                connection + ": answer the update of " + subscription + ": " + code + ", " + offset,
                session -> {
                    RawClient client = session.client(connection);
                    int id = client.received().takeUpdate(subscription);
                    if (id >= 0) {
                        FrameBytes frame = client.frame(0x801a, 1).u32(id).u16(code);
                        client.send(offset.write(frame).toBytes());
                    }
                },
                true);
    }
}
