package io.rbfly.benchmarks.compare.driver;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.codec.amqp.AmqpMessage;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Our client. */
final class OurDriver implements Driver {
    private final StreamsClient client;
    private final boolean variant;

    /** With whether to use it in the other way. */
    OurDriver(String uri, boolean variant) {
        this.client = StreamsClient.create(uri);
        this.variant = variant;
    }

    @Override
    public Publishing publish(String stream, boolean rich, Tally tally) {
        Publisher publisher = client.publisher(stream).join();
        return variant ? new OurOtherPublishing(publisher, rich, tally) : new OurPublishing(publisher, rich, tally);
    }

    @Override
    public AutoCloseable subscribe(String stream, boolean fromFirst, boolean rich, Reader reader) {
        Subscription subscription =
                client.subscribe(stream, fromFirst ? Offset.FIRST : Offset.NEXT).join();
        MessageHandler handler = MessageHandler.of(message -> read(message, rich, reader));
        subscription.forEach(handler).whenComplete((end, error) -> {
            if (error != null) {
                reader.failed(error);
            }
        });
        return () -> subscription.close().join();
    }

    private void read(Message message, boolean rich, Reader reader) {
        if (variant) {
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

    private static void read(Message message, byte[] body, Reader reader) {
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
