package io.rbfly.benchmarks.compare.driver;

import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.plan.Work;
import io.rbfly.benchmarks.compare.wire.BatchEncoder;
import io.rbfly.benchmarks.compare.wire.Bodies;
import io.rbfly.benchmarks.compare.wire.BrokerUri;
import io.rbfly.benchmarks.compare.wire.EncodedFrame;
import io.rbfly.benchmarks.compare.wire.RawPublisher;
import io.rbfly.benchmarks.compare.wire.RawSubscription;
import io.rbfly.client.api.compression.Compression;
import java.io.IOException;

/** A plain socket: publishes pre-encoded frames, reads chunks and only counts. */
final class LimitDriver implements Driver {
    private static final int FRAME_MESSAGES = 1000;

    private final BrokerUri uri;
    private final Scenario scenario;

    LimitDriver(String uri, Scenario scenario) {
        this.uri = BrokerUri.parse(uri);
        this.scenario = scenario;
    }

    @Override
    public Publishing publish(String stream, boolean rich, Tally tally) throws IOException {
        int messages = scenario.work() == Work.FLOOD
                ? Math.min(FRAME_MESSAGES, EncodedFrame.mostMessages(scenario.bodySize()))
                : scenario.work() == Work.LATE_CONFIRMS ? 1 : scenario.size();
        if (scenario.work() == Work.BATCH_FLOOD) {
            EncodedFrame batches = new BatchEncoder(Scenario.BATCH, Compression.NONE)
                    .encode(Bodies.alike(scenario.bodySize(), FRAME_MESSAGES));
            return new LimitPublishing(new RawPublisher(uri, stream, Drivers.BATCH_WINDOW), batches, FRAME_MESSAGES);
        }
        byte[] body = new byte[scenario.bodySize()];
        EncodedFrame frame = EncodedFrame.of(rich ? RichMessage.of(body) : body, body.length, messages);
        return new LimitPublishing(new RawPublisher(uri, stream, Drivers.WINDOW), frame, messages);
    }

    @Override
    public AutoCloseable subscribe(String stream, boolean fromFirst, boolean rich, Reader reader) throws IOException {
        RawSubscription subscription = new RawSubscription(uri, stream, Drivers.CREDIT, fromFirst);
        Thread thread = new Thread(
                scenario.work() == Work.LATE_CONFIRMS
                        ? () -> readNumbers(subscription, scenario.bodySize(), reader)
                        : () -> read(subscription, reader),
                "limit");
        thread.setDaemon(true);
        thread.start();
        return () -> {
            subscription.close();
            thread.join();
        };
    }

    private static void read(RawSubscription subscription, Reader reader) {
        try {
            while (true) {
                reader.messages(subscription.read(1));
            }
        } catch (IOException e) {
            reader.failed(e); // ignored after close
        }
    }

    private static void readNumbers(RawSubscription subscription, int bodySize, Reader reader) {
        try {
            while (true) {
                subscription.readNumbers(bodySize, number -> reader.message(0, bodySize, number));
            }
        } catch (IOException e) {
            reader.failed(e); // ignored after close
        }
    }

    @Override
    public void open(String stream, int subscriptions) throws IOException {
        RawSubscription.openMany(uri, stream, subscriptions).close();
    }

    @Override
    public void close() {}

    /** Publishes the same frame repeatedly. */
    private record LimitPublishing(RawPublisher publisher, EncodedFrame frame, int messages) implements Publishing {
        @Override
        public int send(byte[] body) throws IOException {
            publisher.send(messages == 1 ? frame.number(Numbers.of(body)) : frame);
            return messages;
        }

        @Override
        public long awaitConfirms(long sent) throws IOException {
            return publisher.awaitConfirms();
        }

        @Override
        public void roundTrips(byte[] body, int messages, Rounds rounds) throws IOException {
            while (rounds.more()) {
                long began = System.nanoTime();
                publisher.send(frame);
                publisher.awaitConfirms();
                rounds.over(began);
            }
        }

        @Override
        public void close() throws IOException {
            publisher.close();
        }
    }
}
