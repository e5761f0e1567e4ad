package io.rbfly.testkit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.Publish;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.superstream.CreateSuperStream;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults that end, and those that there are not. */
class BrokerFaultsTest {
    private static final Duration LONG = Duration.ofMinutes(30);

    private EmbeddedBroker broker;
    private RawConnection client;

    @BeforeEach
    void start() throws IOException {
        broker = EmbeddedBroker.start();
        client = new RawConnection(broker.port());
        client.open();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        broker.close();
    }

    private void publish(long id) throws IOException {
        client.send(new Publish(1, List.of(new Publish.Entry(id, new byte[10]))));
    }

    @Test
    void endWithWhatIsDelayed() throws IOException {
        client.ask(new Create("orders", Map.of()));
        client.ask(new DeclarePublisher(1, "", "orders"));
        broker.faults().delayConfirms(LONG);
        publish(1);
        assertThat(client.ask(new Create("asked-after-it", Map.of())).command())
                .isEqualTo(new StatusResponse(CommandKey.CREATE, ResponseCode.OK));

        broker.faults().end();

        assertThat(client.receive().command()).isEqualTo(new PublishConfirm(1, new long[] {1}));
        publish(2);
        assertThat(client.receive().command()).isEqualTo(new PublishConfirm(1, new long[] {2}));
    }

    @Test
    void endWithDelayedCommands() throws IOException {
        client.ask(new Create("orders", Map.of()));
        client.ask(new DeclarePublisher(1, "", "orders"));
        broker.faults().delay(CommandKey.PUBLISH, LONG, 1);
        publish(1);
        try (RawConnection other = new RawConnection(broker.port())) {
            other.open(); // meanwhile the message has arrived
        }

        broker.faults().end();

        assertThat(client.receive().command()).isEqualTo(new PublishConfirm(1, new long[] {1}));
    }

    @Test
    void endBeforeASuperStreamIsAbandoned() throws IOException {
        broker.faults().abandonSuperStream(1);

        broker.faults().end();

        assertThat(client.ask(new CreateSuperStream("shop", List.of("shop-0"), List.of("0"), Map.of()))
                        .command())
                .isEqualTo(new StatusResponse(CommandKey.CREATE_SUPER_STREAM, ResponseCode.OK));
    }

    @ParameterizedTest
    @EnumSource(names = {"PUBLISH_CONFIRM", "PUBLISH_ERROR", "DELIVER", "METADATA_UPDATE"})
    void areNotOfCommandsThatOnlyBrokersSend(CommandKey command) {
        assertThatThrownBy(() -> broker.faults().ignore(command, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("command: " + command + " (expected: one that clients send, of [DECLARE_")
                .hasMessageContaining("SUBSCRIBE");
        assertThatThrownBy(() -> broker.faults().delay(command, LONG, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
