package io.rbfly.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.support.ManualTimer;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.connection.Close;
import io.rbfly.protocol.command.publishing.DeletePublisher;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingRequestsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ALMOST = TIMEOUT.minusMillis(1);
    private static final Duration MORE = Duration.ofMillis(1);

    private final EventLoop loop = new DefaultEventLoop();
    private final ManualTimer timer = new ManualTimer(loop);
    private final Object buffer = new Object();
    private WriteProgress progress = new WriteProgress(buffer, 0);
    private final ReadProgress arrivals = new ReadProgress();
    private final PendingRequests requests = new PendingRequests(timer, TIMEOUT, () -> progress, arrivals);

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private CompletableFuture<StatusResponse> send(Request<StatusResponse> request) {
        return requests.add(requests.nextCorrelationId(), request);
    }

    private static void assertTimedOut(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        assertThatThrownBy(future::join).hasCauseInstanceOf(RequestTimeoutException.class);
    }

    @Test
    void failsIfTheBrokerDoesNotAnswerInTime() {
        CompletableFuture<StatusResponse> response = send(new DeletePublisher(1));
        requests.written(1);
        timer.advance(ALMOST);
        assertThat(response).isNotDone();

        timer.advance(MORE);
        assertTimedOut(response);
        assertThat(requests.isEmpty()).isTrue();
    }

    @Test
    void theTimeCountsFromWhenTheRequestHasLeft() {
        CompletableFuture<StatusResponse> response = send(new DeletePublisher(1));
        timer.advance(Duration.ofSeconds(7));
        requests.written(1);
        timer.advance(ALMOST);
        assertThat(response).isNotDone();

        timer.advance(MORE);
        assertTimedOut(response);
    }

    @Test
    void waitsWhileBytesBeforeItLeave() {
        CompletableFuture<StatusResponse> response = send(new DeletePublisher(1));
        for (int i = 1; i <= 10; i++) {
            timer.advance(Duration.ofSeconds(9));
            progress = new WriteProgress(buffer, i);
        }
        assertThat(response).isNotDone();

        requests.complete(1, new StatusResponse(new DeletePublisher(1).key(), ResponseCode.OK));
        assertThat(response).isCompleted();
        timer.advance(Duration.ofMinutes(1));
        assertThat(requests.isEmpty()).isTrue();
    }

    @Test
    void failsIfNoByteLeaves() {
        CompletableFuture<StatusResponse> response = send(new DeletePublisher(1));
        timer.advance(ALMOST);
        assertThat(response).isNotDone();

        timer.advance(MORE);
        assertTimedOut(response);
    }

    @Test
    void failsIfNoFurtherByteLeaves() {
        CompletableFuture<StatusResponse> response = send(new DeletePublisher(1));
        progress = new WriteProgress(new Object(), 0);
        timer.advance(TIMEOUT);
        assertThat(response).isNotDone();

        timer.advance(TIMEOUT);
        assertTimedOut(response);
    }

    private void chunkArrives(int subscription) {
        arrivals.bytesRead(2_000);
        arrivals.chunkArrived(subscription);
    }

    @Test
    void waitsWhileChunksArriveThatWereAskedForBefore() {
        arrivals.sent(new Subscribe(3, "stream", new OffsetSpec.First(), 2, Map.of()));
        CompletableFuture<StatusResponse> response = send(new DeletePublisher(1));
        requests.written(1);
        for (int i = 0; i < 30; i++) { // a chunk that arrives slowly
            timer.advance(Duration.ofMillis(1900));
            arrivals.bytesRead(2_000);
        }
        chunkArrives(3);
        timer.advance(Duration.ofMillis(1900));
        arrivals.bytesRead(2_000);
        assertThat(response).isNotDone();

        requests.complete(1, new StatusResponse(new DeletePublisher(1).key(), ResponseCode.OK));
        assertThat(response).isCompleted();
    }

    @Test
    void waitsToLeaveWhileTheBrokerSendsChunks() {
        arrivals.sent(new Subscribe(3, "stream", new OffsetSpec.First(), 2, Map.of()));
        CompletableFuture<StatusResponse> response = send(new DeletePublisher(1));
        timer.advance(ALMOST);
        chunkArrives(3);
        timer.advance(Duration.ofSeconds(2));
        assertThat(response).isNotDone();

        timer.advance(MORE);
        assertTimedOut(response);
    }

    @Test
    void heartbeatsAreNoChunks() {
        arrivals.sent(new Subscribe(3, "idle", new OffsetSpec.Next(), 2, Map.of()));
        CompletableFuture<StatusResponse> response = send(new DeletePublisher(1));
        requests.written(1);
        for (int i = 0; i < 9; i++) {
            timer.advance(Duration.ofSeconds(1));
            arrivals.bytesRead(8);
        }
        assertThat(response).isNotDone();
        timer.advance(Duration.ofSeconds(1));

        assertTimedOut(response);
    }

    @Test
    void failsIfNothingMoreArrives() {
        arrivals.sent(new Subscribe(3, "stream", new OffsetSpec.First(), 2, Map.of()));
        CompletableFuture<StatusResponse> response = send(new DeletePublisher(1));
        requests.written(1);
        timer.advance(ALMOST);
        arrivals.bytesRead(2_000);
        timer.advance(Duration.ofSeconds(2));
        assertThat(response).isNotDone();

        timer.advance(MORE);
        assertTimedOut(response);
    }

    @Test
    void failsIfAllChunksThatWereAskedForBeforeHaveArrived() {
        arrivals.sent(new Subscribe(3, "stream", new OffsetSpec.First(), 1, Map.of()));
        CompletableFuture<StatusResponse> response = send(new DeletePublisher(1));
        requests.written(1);
        timer.advance(ALMOST);
        chunkArrives(3);
        timer.advance(MORE);

        assertTimedOut(response);
    }

    @Test
    void failsIfAChunkHasArrivedThatWasAskedForLater() {
        arrivals.sent(new Subscribe(3, "stream", new OffsetSpec.First(), 1, Map.of()));
        arrivals.sent(new Subscribe(4, "idle", new OffsetSpec.Next(), 1, Map.of()));
        CompletableFuture<StatusResponse> response = send(new DeletePublisher(1));
        requests.written(1);
        arrivals.sent(new Credit(3, 1));
        chunkArrives(3);
        timer.advance(ALMOST);
        chunkArrives(3);
        timer.advance(MORE);

        assertTimedOut(response);
    }

    @Test
    void failsIfALaterRequestIsAnswered() {
        arrivals.sent(new Subscribe(3, "idle", new OffsetSpec.Next(), 1, Map.of()));
        CompletableFuture<StatusResponse> response = send(new DeletePublisher(1));
        CompletableFuture<StatusResponse> later = send(new DeletePublisher(2));
        requests.written(1);
        requests.written(2);
        requests.complete(2, new StatusResponse(new DeletePublisher(2).key(), ResponseCode.OK));
        assertThat(later).isCompleted();
        timer.advance(ALMOST);
        arrivals.bytesRead(2_000);
        timer.advance(MORE);

        assertTimedOut(response);
    }

    @Test
    void expectsNoChunksOfADeletedSubscription() {
        arrivals.sent(new Subscribe(3, "stream", new OffsetSpec.First(), 10, Map.of()));
        CompletableFuture<StatusResponse> response = send(new DeletePublisher(1));
        requests.written(1);
        timer.advance(ALMOST);
        arrivals.bytesRead(2_000);
        arrivals.deleted(3);
        timer.advance(MORE);

        assertTimedOut(response);
    }

    @Test
    void closingDoesNotWaitForWhatWasWrittenBefore() {
        CompletableFuture<StatusResponse> response = send(new Close(ResponseCode.OK, "OK"));
        timer.advance(ALMOST);
        progress = new WriteProgress(buffer, 1);
        timer.advance(MORE);

        assertTimedOut(response);
    }

    @Test
    void aChannelThatCannotSendShowsHowFarItHasSent() {
        Channel channel = new StuckChannel();
        try {
            assertThat(WriteProgress.of(channel)).isEqualTo(new WriteProgress(null, 0));
            channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[8]));
            WriteProgress before = WriteProgress.of(channel);

            assertThat(WriteProgress.of(channel)).isEqualTo(before);
            channel.unsafe().outboundBuffer().progress(3);
            assertThat(WriteProgress.of(channel)).isNotEqualTo(before);
            assertThat(WriteProgress.of(channel).sent()).isEqualTo(3);
        } finally {
            channel.close();
        }
        assertThat(WriteProgress.of(channel)).isEqualTo(new WriteProgress(null, 0));
    }

    /** Accepts bytes and sends none. */
    private static final class StuckChannel extends EmbeddedChannel {
        @Override
        protected void doWrite(ChannelOutboundBuffer buffer) {}
    }
}
