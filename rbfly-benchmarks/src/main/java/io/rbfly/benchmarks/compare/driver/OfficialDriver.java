package io.rbfly.benchmarks.compare.driver;

import com.rabbitmq.stream.Address;
import com.rabbitmq.stream.ConsumerBuilder;
import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.Message;
import com.rabbitmq.stream.MessageHandler;
import com.rabbitmq.stream.OffsetSpecification;
import com.rabbitmq.stream.ProducerBuilder;
import com.rabbitmq.stream.Properties;
import io.rbfly.benchmarks.compare.plan.Work;
import io.rbfly.benchmarks.compare.wire.Bodies;
import io.rbfly.benchmarks.compare.wire.BrokerUri;
import java.util.Map;

/** The official client. */
final class OfficialDriver implements Driver {
    private final Environment environment;
    private final OfficialSettings settings;
    private final Work work;

    OfficialDriver(String uri, Work work, OfficialSettings settings) {
        this.work = work;
        BrokerUri broker = BrokerUri.parse(uri);
        this.environment = Environment.builder()
                .uri(uri)
                .addressResolver(address -> new Address(broker.host(), broker.port()))
                .build();
        this.settings = settings;
    }

    @Override
    public Publishing publish(String stream, boolean rich, Tally tally) {
        return new OfficialPublishing(settings.applyTo(producer(stream)).build(), rich, tally);
    }

    private ProducerBuilder producer(String stream) {
        ProducerBuilder builder = environment.producerBuilder();
        return work == Work.PARTITION_FLOOD
                ? builder.superStream(stream)
                        .routing(message -> Bodies.key(message.getBodyAsBinary()))
                        .producerBuilder()
                : builder.stream(stream);
    }

    @Override
    public AutoCloseable subscribe(String stream, boolean fromFirst, boolean rich, Reader reader) {
        MessageHandler handler = (context, message) -> {
            try {
                if (rich) {
                    check(message);
                }
                byte[] body = message.getBodyAsBinary();
                reader.message(context.offset(), body.length, Numbers.of(body));
            } catch (RuntimeException e) {
                reader.failed(e); // this client would drop the rest of the chunk and continue
            }
        };
        OffsetSpecification offset = fromFirst ? OffsetSpecification.first() : OffsetSpecification.next();
        return consumer(stream, offset, handler).build();
    }

    private ConsumerBuilder consumer(String stream, OffsetSpecification offset, MessageHandler handler) {
        ConsumerBuilder builder =
                environment.consumerBuilder().stream(stream).offset(offset).messageHandler(handler);
        return settings.credit() == 0
                ? builder
                : builder.flow().initialCredits(settings.credit()).builder();
    }

    private static void check(Message message) {
        Properties properties = message.getProperties();
        Map<String, Object> entries = message.getApplicationProperties();
        RichMessage.check(
                RichMessage.MESSAGE_ID.equals(properties.getMessageIdAsString())
                        && RichMessage.CONTENT_TYPE.equals(properties.getContentType())
                        && properties.getCreationTime() == RichMessage.CREATION_MILLIS
                        && properties.getCorrelationIdAsLong() == RichMessage.CORRELATION_ID
                        && RichMessage.TEXT.equals(entries.get(RichMessage.TEXT_KEY))
                        && Long.valueOf(RichMessage.NUMBER).equals(entries.get(RichMessage.NUMBER_KEY))
                        && Boolean.TRUE.equals(entries.get(RichMessage.FLAG_KEY)),
                message);
    }

    @Override
    public void open(String stream, int subscriptions) {
        // One after the other: the client serializes them with a lock, whatever the number of threads.
        for (int i = 0; i < subscriptions; i++) {
            consumer(stream, OffsetSpecification.next(), (context, message) -> {})
                    .build();
        }
    }

    @Override
    public void close() {
        environment.close();
    }
}
