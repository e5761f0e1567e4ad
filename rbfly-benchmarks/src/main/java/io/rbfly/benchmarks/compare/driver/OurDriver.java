package io.rbfly.benchmarks.compare.driver;

import io.rbfly.benchmarks.compare.plan.Scenario;
import io.rbfly.benchmarks.compare.plan.Work;
import io.rbfly.benchmarks.compare.wire.Bodies;
import io.rbfly.benchmarks.compare.wire.BrokerUri;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Batching;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.connection.Address;
import io.rbfly.codec.amqp.AmqpMessage;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** RbFly. */
final class OurDriver implements Driver {
    private final StreamsClient client;
    private final Work work;
    private final @Nullable Compression compression;
    /** The index in {@link Work#ways}. */
    private final int way;

    OurDriver(String uri, Scenario scenario, int way) {
        BrokerUri broker = BrokerUri.parse(uri);
        // Streams are located at the address of the URI, which may be a proxy, not at the address that the broker
        // advertises.
        this.client = StreamsClient.builder(uri)
                .addressResolver(address -> new Address(broker.host(), broker.port()))
                .build();
        this.work = scenario.work();
        this.compression = scenario.compression();
        this.way = way;
    }

    @Override
    public Publishing publish(String stream, boolean rich, Tally tally) {
        PublisherOptions options = work == Work.LATE_CONFIRMS && way == 1
                ? PublisherOptions.DEFAULT.withMaxFrameDelay(ChronoUnit.FOREVER.getDuration())
                : PublisherOptions.DEFAULT;
        if (compression != null) {
            options = batches(compression);
        }
        Publisher publisher = open(stream, options).join();
        if (work.isFlood() && (way == 0 || work == Work.PARTITION_FLOOD)) {
            return new BatchPublishing(publisher, rich);
        }
        if (work == Work.FLOOD && way == 2) {
            return new KeptFutures(publisher, rich, tally);
        }
        return work == Work.ROUND_TRIPS && way == 1
                ? new RoundsOnLoop(publisher, rich, tally)
                : new OurPublishing(publisher, rich, tally);
    }

    private CompletableFuture<Publisher> open(String stream, PublisherOptions options) {
        if (work != Work.PARTITION_FLOOD) {
            return client.publisher(stream, options);
        }
        return way == 0
                ? client.superStreamPublisher(stream, Routing.hash(body -> Bodies.key((byte[]) body)), options)
                : client.publisher(stream + "-0", options);
    }

    static PublisherOptions batches(Compression compression) {
        return PublisherOptions.DEFAULT
                .withMaxUnconfirmed(Drivers.BATCH_WINDOW)
                .withBatching(Batching.of(Scenario.BATCH, compression));
    }

    @Override
    public AutoCloseable subscribe(String stream, boolean fromFirst, boolean rich, Reader reader) {
        SubscriptionOptions options = work == Work.BATCH_READ
                ? SubscriptionOptions.DEFAULT.withMaxBufferedChunks(Drivers.CREDIT)
                : SubscriptionOptions.DEFAULT;
        Subscription subscription = client.subscribe(stream, fromFirst ? Offset.FIRST : Offset.NEXT, options)
                .join();
        CompletableFuture<Void> end = way == 2
                ? subscription.forEach(MessageHandler.of(message -> read(message, rich, reader)))
                : subscription.forEachView(message -> read(message, rich, reader));
        end.whenComplete((nothing, error) -> {
            if (error != null) {
                reader.failed(error);
            }
        });
        return () -> subscription.close().join();
    }

    private void read(MessageView message, boolean rich, Reader reader) {
        if (way == 1 && work.isReading()) {
            ByteBuffer body = message.content().data();
            reader.message(message.offset(), body.remaining(), body.getLong(body.position()));
        } else if (rich) {
            AmqpMessage content = message.content();
            RichMessage.check(content);
            read(message, (byte[]) Objects.requireNonNull(content.body()), reader);
        } else {
            read(message, (byte[]) Objects.requireNonNull(message.body()), reader);
        }
    }

    private static void read(MessageView message, byte[] body, Reader reader) {
        reader.message(message.offset(), body.length, Numbers.of(body));
    }

    @Override
    public void open(String stream, int subscriptions) {
        CompletableFuture.allOf(IntStream.range(0, subscriptions)
                        .mapToObj(i -> client.subscribe(stream, Offset.NEXT))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @Override
    public void close() {
        client.close().join();
    }
}
