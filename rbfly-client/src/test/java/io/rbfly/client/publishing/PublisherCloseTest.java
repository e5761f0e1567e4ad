package io.rbfly.client.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedStream;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long closing a publisher takes. */
@WithEachExecutor
class PublisherCloseTest {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private final Scene scene = new Scene();
    private final ScriptedStream stream = ScriptedStream.on(scene).holdConfirms();

    @AfterEach
    void close() {
        scene.close();
    }

    private Publisher open() {
        return scene.now(scene.client.publisher("s", PublisherOptions.DEFAULT.withMaxUnconfirmed(2)));
    }

    @Test
    void closingWaitsForConfirmsAsLongAsForARequest() {
        Publisher publisher = open();
        List<CompletableFuture<Long>> sent = List.of(publisher.send("a"), publisher.send("b"), publisher.send("waits"));
        CompletableFuture<Void> flushed = publisher.flush();
        CompletableFuture<Void> closed = publisher.close();
        scene.advance(REQUEST_TIMEOUT.minusNanos(1));
        assertThat(closed).isNotDone();
        scene.advance(Duration.ofNanos(1));

        scene.now(closed);
        for (CompletableFuture<Long> each : sent) {
            assertThat(scene.failure(each))
                    .isInstanceOf(ClosedException.class)
                    .hasMessage("publisher on stream s was closed without a confirm within 10000 ms");
        }
        assertThat(flushed).isCompleted();
        assertThat(scene.broker.received(DeletePublisher.class)).hasSize(1);
    }

    @Test
    void theBoundIsTheApplications() {
        Publisher publisher = open();
        CompletableFuture<Long> sent = publisher.send("a");
        CompletableFuture<Void> closed = publisher.close(Duration.ofSeconds(30));
        scene.advance(Duration.ofSeconds(29));
        assertThat(sent).isNotDone();
        scene.advance(Duration.ofSeconds(1));

        scene.now(closed);
        assertThat(scene.failure(sent)).isInstanceOf(ClosedException.class);
    }

    @Test
    void zeroWaitsNotAtAll() {
        Publisher publisher = open();
        CompletableFuture<Long> sent = publisher.send("a");
        CompletableFuture<Void> closed = publisher.close(Duration.ZERO);
        scene.advance(Duration.ZERO);

        scene.now(closed);
        assertThat(scene.failure(sent)).isInstanceOf(ClosedException.class);
    }

    @Test
    void forEverIsNoBound() {
        for (Duration bound : List.of(FOREVER, Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))) {
            Publisher publisher = open();
            CompletableFuture<Long> sent = publisher.send("a");
            CompletableFuture<Void> closed = publisher.close(bound);
            scene.advance(Duration.ofSeconds(40));
            assertThat(closed).isNotDone();
            stream.confirmHeld();
            stream.holdConfirms();

            scene.now(closed);
            assertThat(sent).isCompleted();
        }
    }

    @Test
    void theShortestOfSeveralCounts() {
        Publisher publisher = open();
        publisher.send("a");
        CompletableFuture<Void> forEver = publisher.close(FOREVER);
        CompletableFuture<Void> aMinute = publisher.close(Duration.ofSeconds(20));
        CompletableFuture<Void> aSecond = publisher.close(Duration.ofSeconds(1));
        scene.advance(Duration.ofSeconds(1));

        scene.now(aSecond);
        scene.now(aMinute);
        scene.now(forEver);
    }

    @Test
    void aBrokerThatDoesNotLetThePublisherGoDoesNotHoldItUp() {
        scene.broker.onFrame(DeletePublisher.class, (peer, frame) -> {});
        Publisher publisher = open();
        publisher.send("a");
        CompletableFuture<Void> closed = publisher.close(Duration.ofSeconds(1));
        scene.advance(Duration.ofSeconds(1));

        scene.now(closed);
    }

    @Test
    void withoutAConnectionItIsBoundedToo() {
        Publisher publisher = open();
        CompletableFuture<Long> sent = publisher.send("a");
        scene.settle();
        scene.broker.stopListening();
        scene.broker.cutAll();
        scene.settle();
        CompletableFuture<Void> closed = publisher.close();
        scene.advance(REQUEST_TIMEOUT);

        scene.now(closed);
        assertThat(scene.failure(sent)).isInstanceOf(ClosedException.class);
        scene.broker.listen();
    }

    @Test
    void aPublisherThatHasNothingToWaitForLeavesNoTimer() {
        scene.now(open().close());
        int before = scene.timer.scheduled();
        scene.now(open().close(Duration.ofDays(1)));

        assertThat(scene.timer.scheduled()).isEqualTo(before);
    }

    @Test
    void closingTheClientGivesPublishersItsOwnBound() {
        Publisher publisher = open();
        CompletableFuture<Long> sent = publisher.send("a");
        CompletableFuture<Void> closed = scene.client.close(Duration.ofSeconds(40));
        scene.advance(Duration.ofSeconds(20));
        assertThat(sent).isNotDone();
        stream.confirmHeld();
        scene.settle();

        assertThat(sent).isCompleted();
        assertThat(closed).isNotCompletedExceptionally();
    }

    @Test
    void aNegativeBoundIsRefused() {
        Publisher publisher = open();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> publisher.close(Duration.ofNanos(-1)))
                .withMessageStartingWith("timeout");
    }
}
