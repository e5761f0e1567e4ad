package io.rbfly.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class BrokerIT {
    private final BrokerScript script = BrokerScript.find();

    @BrokerTest(versions = "3.10+")
    void answersTheStreamProtocol(Broker broker) {
        assertThat(script.probe(broker.host(), broker.port())).isEqualTo(broker.version());
        assertThat(broker.uri()).contains(broker.host() + ":" + broker.port());
    }

    @BrokerTest(versions = "3.10+")
    void isSharedAndCannotBeKilled(Broker broker) {
        assertThat(Brokers.shared(broker.version())).isEqualTo(broker);
        assertThatThrownBy(broker::kill).isInstanceOf(UnsupportedOperationException.class);
    }

    @BrokerTest(versions = "4.0+")
    void runsOnTheVersionsAskedFor(Broker broker) {
        assertThat(broker.version().atLeast(4, 0)).isTrue();
    }

    @BrokerTest(
            dedicated = true,
            versions = {"3.10", "4.3"})
    void comesBackWithItsDataAfterKillAndStop(Broker broker) throws IOException {
        broker.ctl("add_vhost", "kept");

        broker.kill();
        assertThatThrownBy(() -> connect(broker)).isInstanceOf(ConnectException.class);
        broker.start();
        assertThat(broker.ctl("list_vhosts", "--quiet")).contains("kept");

        broker.restart();
        assertThat(broker.ctl("list_vhosts", "--quiet")).contains("kept");
        connect(broker);
    }

    @Test
    void tellsWhyABrokerCannotBeHad() {
        assertThatThrownBy(() -> LocalBroker.create(script, new BrokerVersion(1, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no way to install RabbitMQ '1.2'");
    }

    @Test
    void tellsWhenNoBrokerAnswers() {
        assertThatThrownBy(() -> script.probe("127.0.0.1", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No broker answers the stream protocol at 127.0.0.1:1");
    }

    private static void connect(Broker broker) throws IOException {
        new Socket(broker.host(), broker.port()).close();
    }
}
