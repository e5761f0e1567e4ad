package io.rbfly.client.connecting;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import io.rbfly.testkit.proxy.Direction;
import io.rbfly.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A byte of what the broker sends arrives as another. */
@EmbeddedBrokerTest
class DamagedBytesTest {
    private static final long SEED = 20261123;
    private static final int ROUNDS = 60;
    private static final int MESSAGES = 2000;
    private static final int BODY = 50;
    private static final int END = MESSAGES - 1;

    @Test
    void aDamagedByteIsAnErrorOrAReconnectButNeverAnotherBodyAndNeverAHang(EmbeddedBroker broker) throws Exception {
        String stream = newName();
        StreamsClient writer = StreamsClient.create(broker.uri());
        await(writer.createStream(stream));
        Publisher publisher = await(writer.publisher(stream));
        for (int i = 0; i < MESSAGES; i++) {
            publisher.send(body(i));
        }
        await(publisher.close());
        Random random = new Random(SEED);
        int failed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long position = round % 3 == 0 ? random.nextInt(1000) : random.nextInt(MESSAGES * BODY);
            failed += isReadOrRefused(broker, stream, position) ? 0 : 1;
        }
        assertThat(failed).isBetween(1, ROUNDS - 1);
        await(writer.deleteStream(stream));
        await(writer.close());
    }

    /** Whether all messages were read, and not an error that ends the reading. */
    private static boolean isReadOrRefused(EmbeddedBroker broker, String stream, long position) throws Exception {
        try (FaultProxy proxy = FaultProxy.to("localhost", broker.port())) {
            proxy.corrupt(Direction.TO_CLIENT, position);
            StreamsClient client = StreamsClient.builder(proxy.uri())
                    .backoff(Duration.ofMillis(5), Duration.ofMillis(20))
                    .heartbeat(Duration.ofSeconds(1))
                    .connectTimeout(Duration.ofSeconds(1))
                    .requestTimeout(Duration.ofSeconds(1))
                    .build();
            try {
                Subscription subscription = await(client.subscribe(stream, Offset.FIRST));
                await(subscription.forEach(message -> {
                    byte[] body = (byte[]) message.body();
                    int number = body[0] & 0xff | (body[1] & 0xff) << 8;
                    assertThat(body).isEqualTo(body(number));
                    return number == END ? subscription.close() : null;
                }));
                return true;
            } catch (HandlerException e) {
                throw new AssertionError("damaged byte at " + position, e);
            } catch (StreamException e) {
                return false;
            } finally {
                await(client.close());
            }
        }
    }

    private static byte[] body(int number) {
        byte[] body = new byte[BODY];
        Arrays.fill(body, (byte) number);
        body[1] = (byte) (number >> 8);
        return body;
    }
}
