package io.rbfly.benchmarks.compare.driver;

import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.wire.BatchEncoder;
import io.rbfly.benchmarks.compare.wire.Bodies;
import io.rbfly.benchmarks.compare.wire.BrokerUri;
import io.rbfly.benchmarks.compare.wire.EncodedFrame;
import io.rbfly.benchmarks.compare.wire.RawPublisher;
import io.rbfly.benchmarks.compare.wire.RawSubscription;
import io.rbfly.client.api.compression.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Fills streams that are to be read with numbered messages. The broker creates chunks from the messages that are
 * available when it checks, so it is sent two frames at a time, which become chunks of about one frame; single messages
 * and frames of batches are written one by one.
 */
public final class StreamWriter {
    private StreamWriter() {}

    /**
     * Writes a number of messages of a scenario, in frames of its size, and reads them once, so that no contender is
     * the first reader.
     *
     * @return the average number of messages per chunk
     */
    public static double fill(BrokerUri uri, String stream, Scenario scenario, int messages) throws IOException {
        int perFrame = scenario.size();
        if (messages % perFrame != 0) {
            throw new IllegalArgumentException(messages + " messages (expected: whole frames of " + perFrame + ")");
        }
        if (scenario.compression() != null) {
            writeBatches(uri, stream, scenario, scenario.compression(), messages);
            return readOnce(uri, stream, messages);
        }
        byte[] body = new byte[scenario.bodySize()];
        Object message = scenario.rich() ? RichMessage.of(body) : body;
        EncodedFrame frame = EncodedFrame.of(message, body.length, perFrame);
        try (RawPublisher publisher = new RawPublisher(uri, stream, perFrame == 1 ? 1 : Drivers.WINDOW)) {
            for (long number = 0; number < messages; number += perFrame) {
                publisher.send(frame.number(number));
            }
            publisher.awaitConfirms();
        }
        return readOnce(uri, stream, messages);
    }

    private static void writeBatches(
            BrokerUri uri, String stream, Scenario scenario, Compression compression, int messages) throws IOException {
        int perFrame = scenario.size();
        byte[][] bodies = Bodies.alike(scenario.bodySize(), perFrame);
        try (RawPublisher publisher = new RawPublisher(uri, stream, Drivers.BATCH_WINDOW);
                BatchEncoder encoder = new BatchEncoder(Scenario.BATCH, compression)) {
            for (int first = 0; first < messages; first += perFrame) {
                for (int i = 0; i < perFrame; i++) {
                    ByteBuffer.wrap(bodies[i]).putLong(first + i);
                }
                publisher.send(encoder.encode(bodies));
                publisher.awaitConfirms(); // so that chunks do not depend on how fast it is
            }
        }
    }

    private static double readOnce(BrokerUri uri, String stream, int messages) throws IOException {
        try (RawSubscription subscription = new RawSubscription(uri, stream, Drivers.CREDIT, true)) {
            return (double) subscription.read(messages) / subscription.chunks();
        }
    }
}
