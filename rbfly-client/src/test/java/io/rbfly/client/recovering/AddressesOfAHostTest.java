package io.rbfly.client.recovering;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.scripted.ScriptedBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host name with several addresses, such as one of IPv6 and one of IPv4. */
class AddressesOfAHostTest {
    private final Scene scene = new Scene();
    private final ScriptedBroker other = ScriptedBroker.start(scene.loop);

    @BeforeEach
    void publish() {
        ScriptedStream.on(scene);
        scene.hosts.put("scripted", () -> List.of(other, scene.broker));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void theFirstThatWorksIsUsed() {
        ScriptedStream.on(other);

        assertThat(scene.now(scene.client.publisher("s"))).isNotNull();
        assertThat(other.peers()).hasSize(1);
        assertThat(scene.broker.peers()).isEmpty();
    }

    @Test
    void theNextAddressIsTriedIfThereIsNoListener() {
        other.stopListening();

        assertThat(scene.now(scene.client.publisher("s"))).isNotNull();
    }

    @Test
    void theNextIsTriedWhenTheHandshakeIsRefused() {
        refuse(other);

        assertThat(scene.now(scene.client.publisher("s"))).isNotNull();
    }

    @Test
    void theNextIsTriedWhenNothingComesWithinTheConnectTimeout() {
        other.ignore(PeerProperties.class);
        CompletableFuture<Publisher> publisher = scene.client.publisher("s");
        scene.advance(Duration.ofSeconds(10));

        assertThat(scene.now(publisher)).isNotNull();
    }

    @Test
    void theNextIsTriedWhenAConnectionIsMadeAgain() {
        ScriptedStream.on(other);
        Publisher publisher = scene.now(scene.client.publisher("s"));
        other.stopListening();
        other.cutAll();

        assertThat(scene.now(publisher.send("x"))).isEqualTo(1);
    }

    @Test
    void aRefusalAtAllIsTheError() {
        refuse(other);
        refuse(scene.broker);

        assertThat(scene.failure(scene.client.publisher("s"))).isInstanceOf(BrokerException.class);
    }

    @Test
    void aRefusalAtOneOfThemMayPass() {
        refuse(other);
        scene.broker.stopListening();

        assertThat(scene.failure(scene.client.publisher("s")))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("authentication failure")
                .hasMessageContaining("connection refused");
    }

    @Test
    void aHostWithoutAnyIsUnknown() {
        scene.hosts.put("scripted", List::of);

        assertThat(scene.failure(scene.client.publisher("s")))
                .isInstanceOf(ConnectionException.class)
                .hasMessage("cannot connect to scripted:5552: unknown host");
    }

    private static void refuse(ScriptedBroker broker) {
        broker.reply(
                SaslAuthenticate.class, request -> new SaslAuthenticate.Reply(ResponseCode.AUTHENTICATION_FAILURE));
    }
}
