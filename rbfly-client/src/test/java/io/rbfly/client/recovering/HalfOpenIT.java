package io.rbfly.client.recovering;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Traffic;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import io.rbfly.testkit.proxy.Direction;
import io.rbfly.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Connections that are open but pass nothing on, one way. */
class HalfOpenIT {
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    @BrokerTest
    void aConnectionThatBringsNothingIsReplacedWithinThreeHeartbeats(Broker broker) throws Exception {
        aFrozenConnectionIsReplaced(broker, Direction.TO_CLIENT);
    }

    @BrokerTest
    void aConnectionThatTakesNothingIsReplacedWithinThreeHeartbeats(Broker broker) throws Exception {
        aFrozenConnectionIsReplaced(broker, Direction.TO_BROKER);
    }

    private static void aFrozenConnectionIsReplaced(Broker broker, Direction frozen) throws Exception {
        BlockingQueue<ClientEvent.ConnectionClosed> closed = new LinkedBlockingQueue<>();
        try (FaultProxy proxy = FaultProxy.to(broker.host(), broker.port())) {
            StreamsClient client = StreamsClient.builder(proxy.uri())
                    .heartbeat(HEARTBEAT)
                    .listener(event -> {
                        if (event instanceof ClientEvent.ConnectionClosed gone) {
                            closed.add(gone);
                        }
                    })
                    .build();
            String stream = newName();
            await(client.createStream(stream));
            Traffic traffic = Traffic.start(client, stream);
            traffic.allow(10_000);
            traffic.awaitRead(1000);
            int before = proxy.open();
            closed.clear();
            proxy.freezeOpen(frozen);
            for (int i = 0; i < before; i++) {
                // One look of half an interval more, since the last byte came at any time between two, and a busy
                // machine.
                assertThat(closed.poll(HEARTBEAT.toMillis() * 4, TimeUnit.MILLISECONDS))
                        .as("end of frozen connection %d of %d", i, before)
                        .isNotNull();
            }
            traffic.allow(10_000);
            traffic.finish();
            assertThat(traffic.read()).isEqualTo(20_000);
            await(client.deleteStream(stream));
            await(client.close());
        }
    }

    @BrokerTest
    void aRequestThatIsNotAnsweredTimesOut(Broker broker) throws Exception {
        try (FaultProxy proxy = FaultProxy.to(broker.host(), broker.port())) {
            StreamsClient client = StreamsClient.builder(proxy.uri())
                    .heartbeat(Duration.ZERO)
                    .requestTimeout(Duration.ofSeconds(1))
                    .build();
            String stream = newName();
            await(client.createStream(stream));
            proxy.freeze(Direction.TO_CLIENT);
            assertThatThrownBy(() -> await(client.queryOffset(stream, "reader")))
                    .isInstanceOf(RequestTimeoutException.class);
            proxy.thaw(Direction.TO_CLIENT);
            assertThat(await(client.queryOffset(stream, "reader"))).isEmpty();
            await(client.deleteStream(stream));
            await(client.close());
        }
    }
}
