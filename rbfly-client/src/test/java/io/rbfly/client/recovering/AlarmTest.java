package io.rbfly.client.recovering;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Brokers with an alarm, which refuse publishers as long as it lasts. */
class AlarmTest {
    private Scene scene = new Scene();
    private ScriptedStream stream = ScriptedStream.on(scene);

    @AfterEach
    void close() {
        scene.close();
    }

    private void alarm() {
        scene.broker.reply(
                DeclarePublisher.class,
                request -> new StatusResponse(CommandKey.DECLARE_PUBLISHER, ResponseCode.PRECONDITION_FAILED));
    }

    private void alarmIsOver() {
        scene.broker.reply(
                DeclarePublisher.class, request -> new StatusResponse(CommandKey.DECLARE_PUBLISHER, ResponseCode.OK));
    }

    private CompletableFuture<Publisher> open(String name) {
        return scene.client.publisher("s", PublisherOptions.DEFAULT.withName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "till"})
    void aPublisherThatLosesItsConnectionUnderAnAlarmWaitsForItsEndAndLosesNothing(String name) {
        stream.holdConfirms();
        stream.stopStoring(true);
        Publisher publisher = scene.now(open(name));
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        IntStream.range(0, 10).forEach(i -> sent.add(publisher.send("before " + i)));
        scene.settle();
        alarm();
        scene.broker.cutAll();
        IntStream.range(0, 10).forEach(i -> sent.add(publisher.send("during " + i)));
        scene.advance(Duration.ofMinutes(10));
        assertThat(sent).allSatisfy(future -> assertThat(future).isNotDone());
        assertThat(scene.events(ClientEvent.ReconnectFailed.class))
                .hasSizeBetween(10, 50)
                .allSatisfy(event -> assertThat(event.cause())
                        .isInstanceOf(BrokerException.class)
                        .hasMessageContaining("alarm")
                        .hasMessageEndingWith("precondition failed"));

        stream.stopStoring(false);
        stream = ScriptedStream.on(scene);
        scene.advance(Duration.ofSeconds(31));

        assertThat(sent).allSatisfy(future -> assertThat(future).isCompleted());
        assertThat(stream.stored()).hasSize(20);
        assertThat(scene.events(ClientEvent.PublisherEnded.class)).isEmpty();
        assertThat(scene.events(ClientEvent.PublisherResumed.class)).hasSize(1);
    }

    @Test
    void aPublisherThatIsOpenedUnderAnAlarmWaitsForItsEnd() {
        alarm();
        CompletableFuture<Publisher> publisher = open("till");
        scene.advance(Duration.ofSeconds(5));
        assertThat(publisher).isNotDone();

        alarmIsOver();
        scene.advance(Duration.ofSeconds(8));

        assertThat(publisher).isCompleted();
    }

    @Test
    void anAlarmThatLastsFailsTheOpeningAfterTheRequestTimeoutAndIsNamed() {
        alarm();
        CompletableFuture<Publisher> publisher = open("");
        scene.advance(Duration.ofSeconds(30));

        assertThat(scene.failure(publisher))
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED))
                .hasMessage("publisher on stream s (the broker has a disk alarm): precondition failed");
    }

    @Test
    void attemptsUnderAnAlarmCountTowardsTheMost() {
        scene.close();
        scene = new Scene(builder -> builder.maxReconnects(3));
        stream = ScriptedStream.on(scene);
        Publisher publisher = scene.now(open("till"));
        alarm();
        scene.broker.cutAll();
        scene.advance(Duration.ofMinutes(10));

        assertThat(scene.broker.received(DeclarePublisher.class)).hasSize(1 + 3);
        assertThat(scene.failure(publisher.send("late")))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("3 attempts");
    }
}
