package io.rbfly.client.recovering;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.patient;
import static io.rbfly.client.support.Streams.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import io.rbfly.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/**
 * Publishers that lose their connection while the broker has an alarm, and so are not recovered before it has ended.
 */
class AlarmIT {
    private static final int BATCH = 200;

    private final BlockingQueue<ClientEvent> events = new LinkedBlockingQueue<>();
    private Runnable alarmOff = () -> {};

    @AfterEach
    void calm() {
        alarmOff.run();
    }

    @BrokerTest(dedicated = true)
    void alarmsLoseAndRefuseNothing(Broker broker) throws Exception {
        alarmOff = () -> broker.ctl("set_disk_free_limit", "1MB");
        losesNothing(broker, () -> broker.ctl("set_disk_free_limit", "100000GB"), true);
        events.clear();

        // RabbitMQ does not hold up streams when its memory runs low.
        alarmOff = () -> broker.ctl("set_vm_memory_high_watermark", "0.9");
        losesNothing(broker, () -> broker.ctl("set_vm_memory_high_watermark", "0.00001"), false);
    }

    private void losesNothing(Broker broker, Runnable alarm, boolean refusing) throws Exception {
        try (FaultProxy proxy = FaultProxy.to(broker.host(), broker.port())) {
            StreamsClient client = patient(proxy.uri())
                    .backoff(Duration.ofMillis(100), Duration.ofMillis(500))
                    .listener(events::add)
                    .build();
            String named = newName();
            String unnamed = newName();
            await(client.createStream(named));
            await(client.createStream(unnamed));
            List<Publisher> publishers = List.of(
                    await(client.publisher(named, PublisherOptions.named("till"))), await(client.publisher(unnamed)));
            List<CompletableFuture<Long>> sent = new ArrayList<>();
            send(publishers, 0, sent);
            for (CompletableFuture<Long> each : sent) {
                await(each);
            }

            alarm.run();
            send(publishers, 1, sent);
            proxy.cutAll();
            send(publishers, 2, sent);
            for (String stream : refusing ? List.of(named, unnamed) : List.<String>of()) {
                awaitRefusal("publisher on stream " + stream);
            }
            send(publishers, 3, sent);
            alarmOff.run();

            for (CompletableFuture<Long> each : sent) {
                await(each);
            }
            assertThat(bodies(client, named, 4 * BATCH))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 4 * BATCH).boxed().toList());
            assertThat(bodies(client, unnamed, 4 * BATCH))
                    .isSubsetOf(IntStream.range(0, 4 * BATCH).boxed().toList());
            assertThat(events).noneMatch(event -> event instanceof ClientEvent.PublisherEnded);
            assertThat(events)
                    .filteredOn(event -> event instanceof ClientEvent.PublisherResumed)
                    .hasSize(2);
            await(client.deleteStream(named));
            await(client.deleteStream(unnamed));
            await(client.close());
        }
    }

    private static void send(List<Publisher> publishers, int batch, List<CompletableFuture<Long>> sent) {
        for (int i = batch * BATCH; i < (batch + 1) * BATCH; i++) {
            for (Publisher publisher : publishers) {
                sent.add(publisher.send(i));
            }
        }
    }

    private void awaitRefusal(String who) throws InterruptedException {
        List<ClientEvent> seen = new ArrayList<>();
        boolean refused = false;
        while (!refused) {
            ClientEvent event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).as("next event behind %s", seen).isNotNull();
            seen.add(event);
            refused = event instanceof ClientEvent.ReconnectFailed failed
                    && failed.what().equals(who)
                    && failed.cause() instanceof BrokerException refusal
                    && refusal.code() == ErrorCode.PRECONDITION_FAILED;
        }
        events.addAll(seen);
    }

    private static List<Integer> bodies(StreamsClient client, String stream, int count) throws Exception {
        List<Integer> bodies = new ArrayList<>();
        for (Message message : take(await(client.subscribe(stream, Offset.FIRST)), count)) {
            bodies.add((Integer) message.body());
        }
        return bodies;
    }
}
