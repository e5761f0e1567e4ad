package io.rbfly.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.stream.Address;
import com.rabbitmq.stream.Codec;
import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.Message;
import com.rabbitmq.stream.MessageBuilder;
import com.rabbitmq.stream.OffsetSpecification;
import com.rabbitmq.stream.Producer;
import com.rabbitmq.stream.codec.InternalCodec;
import com.rabbitmq.stream.codec.QpidProtonCodec;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Publishes and reads single messages with the official stream client. */
public final class OfficialClient {
    /** Longer than its default, since brokers of tests share a busy machine. */
    public static final Duration RPC_TIMEOUT = Duration.ofSeconds(60);

    private static final int PATIENCE_SECONDS = 30;

    /** Shared by all environments: each would need a second to shut down its own. */
    @SuppressWarnings("deprecation") // which Netty 4.1 has too
    private static final EventLoopGroup LOOPS =
            new NioEventLoopGroup(1, new DefaultThreadFactory("official-client", true));

    private OfficialClient() {}

    /** Closes an environment, unless it blocks itself for ever, which it may while it hears of deleted streams. */
    public static void close(Environment environment) throws InterruptedException {
        Thread closing = new Thread(environment::close, "official-client-closes");
        closing.setDaemon(true);
        closing.start();
        closing.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    }

    /** Its two codecs: its own, and that of proton-j. They encode the same message differently. */
    public static List<Codec> codecs() {
        return List.of(new InternalCodec(), new QpidProtonCodec());
    }

    /** Publishes a message, and returns when it is confirmed. */
    static void publish(String uri, Codec codec, String stream, Function<MessageBuilder, Message> message)
            throws Exception {
        try (Environment environment = environment(uri, codec);
                Producer producer = environment.producerBuilder().stream(stream).build()) {
            CountDownLatch confirmed = new CountDownLatch(1);
            producer.send(message.apply(producer.messageBuilder()), status -> {
                if (status.isConfirmed()) {
                    confirmed.countDown();
                }
            });
            assertThat(confirmed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Publishes messages whose filter values, each also an application property, are these in turn. */
    public static void publishFiltered(String uri, String stream, List<String> values, int messages) throws Exception {
        try (Environment environment = environment(uri, new InternalCodec());
                Producer producer = environment.producerBuilder().stream(stream)
                        .filterValue(message -> String.valueOf(
                                message.getApplicationProperties().get("value")))
                        .build()) {
            CountDownLatch confirmed = new CountDownLatch(messages);
            for (int i = 0; i < messages; i++) {
                Message message = producer.messageBuilder()
                        .applicationProperties()
                        .entry("value", values.get(i % values.size()))
                        .messageBuilder()
                        .addData(new byte[] {1})
                        .build();
                producer.send(message, status -> confirmed.countDown());
            }
            assertThat(confirmed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Reads the first message of a stream; null when there is none. */
    static Message read(String uri, Codec codec, String stream) throws Exception {
        try (Environment environment = environment(uri, codec)) {
            BlockingQueue<Message> received = new LinkedBlockingQueue<>();
            environment.consumerBuilder().stream(stream)
                    .offset(OffsetSpecification.first())
                    .messageHandler((context, message) -> received.add(message))
                    .build();
            return received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** An environment of a broker that may advertise a name of its own. */
    public static Environment environment(String uri, Codec codec) {
        URI broker = URI.create(uri);
        return Environment.builder()
                .uri("rabbitmq-stream://guest:guest@" + broker.getHost() + ":" + broker.getPort())
                .addressResolver(advertised -> new Address(broker.getHost(), broker.getPort()))
                .codec(codec)
                .rpcTimeout(RPC_TIMEOUT)
                .netty()
                .eventLoopGroup(LOOPS)
                .environmentBuilder()
                .build();
    }
}
