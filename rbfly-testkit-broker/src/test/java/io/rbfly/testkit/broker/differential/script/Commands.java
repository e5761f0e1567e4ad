package io.rbfly.testkit.broker.differential.script;

import io.rbfly.testkit.broker.differential.wire.FrameBytes;
import io.rbfly.testkit.broker.differential.wire.Offset;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The steps that send requests which change nothing but the connection, or only ask. */
public final class Commands {
    private Commands() {}

    /** A request after which nothing but the answer comes. */
    public static Step request(String connection, String text, int key, UnaryOperator<FrameBytes> body) {
        return new Step(
                connection + ": " + text, session -> session.client(connection).request(key, "", body), false);
    }

    public static Step declare(String connection, int publisher, String reference, String stream) {
        String text = "declare publisher " + publisher + " '" + reference + "' of " + stream;
        return request(
                connection,
                text,
                0x01,
                frame -> frame.u8(publisher).string(reference).string(stream));
    }

    public static Step deletePublisher(String connection, int publisher) {
        return request(connection, "delete publisher " + publisher, 0x06, frame -> frame.u8(publisher));
    }

    public static Step sequence(String connection, String reference, String stream) {
        String text = "query sequence of '" + reference + "' in " + stream;
        return request(connection, text, 0x05, frame -> frame.string(reference).string(stream));
    }

    public static Step queryOffset(String connection, String reference, String stream) {
        String text = "query offset of '" + reference + "' in " + stream;
        return request(connection, text, 0x0b, frame -> frame.string(reference).string(stream));
    }

    public static Step metadata(String connection, String... streams) {
        return request(connection, "metadata " + List.of(streams), 0x0f, frame -> frame.strings(List.of(streams)));
    }

    public static Step route(String connection, String key, String superStream) {
        String text = "route '" + key + "' in " + superStream;
        return request(connection, text, 0x18, frame -> frame.string(key).string(superStream));
    }

    public static Step partitions(String connection, String superStream) {
        return request(connection, "partitions of " + superStream, 0x19, frame -> frame.string(superStream));
    }

    public static Step statistics(String connection, String stream) {
        return request(connection, "statistics of " + stream, 0x1c, frame -> frame.string(stream));
    }

    public static Step resolve(String connection, String stream, Offset offset) {
        return resolve(connection, stream, offset, Map.of());
    }

    public static Step resolve(String connection, String stream, Offset offset, Map<String, String> properties) {
        String text = "resolve " + offset + " in " + stream + " " + properties;
        return request(connection, text, 0x1f, frame -> {
            offset.write(frame.string(stream));
            return properties.isEmpty() ? frame : frame.map(properties);
        });
    }

    public static Step create(String connection, String stream) {
        return create(connection, stream, Map.of());
    }

    public static Step create(String connection, String stream, Map<String, String> arguments) {
        UnaryOperator<FrameBytes> body = frame -> frame.string(stream).map(arguments);
        return new Step(
                connection + ": create " + stream + " " + arguments,
                session -> {
                    session.created(stream);
                    session.client(connection).request(0x0d, "", body);
                },
                false);
    }

    public static Step createSuperStream(
            String connection, String name, List<String> partitions, List<String> keys, Map<String, String> arguments) {
        UnaryOperator<FrameBytes> body =
                frame -> frame.string(name).strings(partitions).strings(keys).map(arguments);
        String text = partitions.size() > 10 ? partitions.size() + " partitions" : partitions + " " + keys;
        return new Step(
                connection + ": create super stream " + name + " " + text + " " + arguments,
                session -> {
                    session.createdSuperStream(name, partitions);
                    session.client(connection).request(0x1d, "", body);
                },
                false);
    }

    /** Deletes a stream, of which other connections hear. */
    public static Step delete(String connection, String stream) {
        return settled(request(connection, "delete " + stream, 0x0e, frame -> frame.string(stream)));
    }

    public static Step deleteSuperStream(String connection, String name) {
        return settled(request(connection, "delete super stream " + name, 0x1e, frame -> frame.string(name)));
    }

    /** The same step, after which something may arrive. */
    public static Step settled(Step step) {
        return new Step(step.text(), step.action(), true);
    }
}
