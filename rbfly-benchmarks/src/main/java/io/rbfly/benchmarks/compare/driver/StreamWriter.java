package io.rbfly.benchmarks.compare.driver;

import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.wire.BrokerUri;
import io.rbfly.benchmarks.compare.wire.EncodedFrame;
import io.rbfly.benchmarks.compare.wire.RawPublisher;
import io.rbfly.benchmarks.compare.wire.RawSubscription;
import java.io.IOException;

/**
 * Fills streams that are to be read with numbered messages. The broker creates chunks from the messages that are
 * available when it checks, so it is sent two frames at a time, which become chunks of about one frame; single messages
 * are written one by one.
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
        byte[] body = new byte[scenario.bodySize()];
        Object message = scenario.rich() ? RichMessage.of(body) : body;
        EncodedFrame frame = EncodedFrame.of(message, body.length, perFrame);
        try (RawPublisher publisher = new RawPublisher(uri, stream, perFrame == 1 ? 1 : Drivers.WINDOW)) {
            for (long number = 0; number < messages; number += perFrame) {
                publisher.send(frame.number(number));
            }
            publisher.awaitConfirms();
        }
        try (RawSubscription subscription = new RawSubscription(uri, stream, Drivers.CREDIT, true)) {
            return (double) subscription.read(messages) / subscription.chunks();
        }
    }
}
