package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Where a subscription at the end of a stream starts, and where it resumes if the connection is lost before any
 * message.
 */
@WithEachExecutor
class SubscriptionStartTest {
    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);
    private final List<Runnable> held = new ArrayList<>();

    @AfterEach
    void close() {
        scene.close();
    }

    private void holdTheAnswerAfterSubscribing() {
        scene.broker.onFrame(
                QueryOffset.class,
                (peer, frame) -> held.add(
                        () -> peer.respond(frame.correlationId(), new QueryOffset.Reply(ResponseCode.NO_OFFSET, 0))));
    }

    private void answer() {
        held.forEach(Runnable::run);
        held.clear();
        scene.settle();
    }

    private CompletableFuture<Subscription> opening(Offset offset) {
        CompletableFuture<Subscription> opening =
                scene.client.subscribe("s", offset, SubscriptionOptions.DEFAULT.withMaxBufferedChunks(3));
        scene.settle();
        return opening;
    }

    private OffsetSpec wantedAfterACut() {
        scene.advance(Duration.ofSeconds(2)); // a connection that lasted is reopened immediately
        scene.broker.cutAll();
        scene.settle();
        return feed.lastSubscribe().offset();
    }

    @Test
    void withoutAStoredOffsetItStartsAtTheFirstMessage() {
        scene.now(opening(Offset.stored("none")));

        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.First());
    }

    @Test
    void withoutAStoredOffsetItStartsAtTheApplicationsOffset() {
        scene.now(opening(Offset.stored("none").orElse(Offset.at(7))));
        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.At(7));

        scene.now(opening(Offset.stored("none").orElse(Offset.LAST)));
        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.Last());

        scene.now(opening(Offset.stored("none").orElse(Offset.timestamp(Instant.ofEpochMilli(5)))));
        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.Timestamp(5));
    }

    @Test
    void aSecondReferenceIsQueriedIfNothingIsStoredUnderTheFirst() {
        scene.broker.reply(
                QueryOffset.class,
                query -> query.reference().equals("b")
                        ? new QueryOffset.Reply(ResponseCode.OK, 41)
                        : new QueryOffset.Reply(ResponseCode.NO_OFFSET, 0));

        scene.now(opening(Offset.stored("a").orElse(Offset.stored("b").orElse(Offset.NEXT))));

        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.At(42));
    }

    @Test
    void onlyAStoredOffsetHasAnAlternative() {
        assertThatIllegalStateException().isThrownBy(() -> Offset.FIRST.orElse(Offset.NEXT));
        assertThatIllegalStateException().isThrownBy(() -> Offset.at(1).orElse(Offset.NEXT));
    }

    @Test
    void upTo100ReferencesMayFollowEachOther() {
        Offset offset = Offset.stored("r");
        for (int i = 1; i < 100; i++) {
            offset = Offset.stored("r").orElse(offset);
        }
        Offset longest = offset;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Offset.stored("r").orElse(longest))
                .withMessage("references: 101 (expected: at most 100)");
        assertThat(longest.orElse(Offset.NEXT)).isEqualTo(Offset.stored("r").orElse(Offset.NEXT));
    }

    @Test
    void nextSkipsTheLastChunkOfAnOldBrokerAndContinuesAfterIt() {
        holdTheAnswerAfterSubscribing();
        CompletableFuture<Subscription> opening = opening(Offset.NEXT);
        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.Last());
        feed.deliver(90, 10);
        assertThat(feed.credits()).as("before it is clear what is new").isEqualTo(1);
        assertThat(opening).isNotDone();

        answer();
        Subscription subscription = scene.now(opening);
        assertThat(feed.credits()).isEqualTo(4);
        CompletableFuture<Message> next = subscription.next();
        scene.settle();
        assertThat(next).isNotDone();

        assertThat(wantedAfterACut()).isEqualTo(new OffsetSpec.At(100));
        feed.deliver(98, 4);
        assertThat(scene.now(next).offset()).isEqualTo(100);
    }

    @Test
    void nextOnAnEmptyStreamOfAnOldBrokerContinuesAtZero() {
        Subscription subscription = scene.now(opening(Offset.NEXT));

        assertThat(wantedAfterACut()).isEqualTo(new OffsetSpec.At(0));
        feed.deliver(0, 1);
        assertThat(scene.now(subscription.next()).offset()).isZero();
    }

    @Test
    void lastHandsOutTheLastChunk() {
        holdTheAnswerAfterSubscribing();
        CompletableFuture<Subscription> opening = opening(Offset.LAST);
        feed.deliver(90, 10);
        answer();

        assertThat(scene.now(scene.now(opening).next()).offset()).isEqualTo(90);
        assertThat(wantedAfterACut()).isEqualTo(new OffsetSpec.At(100));
    }

    @Test
    void lastOnAnEmptyStreamContinuesAtZero() {
        scene.now(opening(Offset.LAST));

        assertThat(wantedAfterACut()).isEqualTo(new OffsetSpec.At(0));
    }

    @Test
    void aConnectionThatIsLostBeforeItIsClearStartsAgainAtTheEnd() {
        holdTheAnswerAfterSubscribing();
        CompletableFuture<Subscription> opening = opening(Offset.NEXT);
        assertThat(wantedAfterACut()).isEqualTo(new OffsetSpec.Last());
        feed.deliver(5, 1);
        answer();

        scene.now(opening);
        assertThat(wantedAfterACut()).isEqualTo(new OffsetSpec.At(6));
    }

    @Test
    void aBrokerThatDoesNotAnswerIsATimeoutOfTheOpening() {
        holdTheAnswerAfterSubscribing();
        CompletableFuture<Subscription> opening = opening(Offset.NEXT);
        scene.advance(Duration.ofMinutes(1));

        assertThat(scene.failure(opening)).isInstanceOf(RequestTimeoutException.class);
    }

    @Test
    void aStreamThatGoesAwayWhileItIsSubscribedDoesNotCountAsEmpty() {
        List<ResponseCode> codes = new ArrayList<>(List.of(ResponseCode.STREAM_NOT_AVAILABLE, ResponseCode.NO_OFFSET));
        scene.broker.reply(QueryOffset.class, request -> new QueryOffset.Reply(codes.remove(0), 0));
        CompletableFuture<Subscription> opening = opening(Offset.NEXT);
        assertThat(opening).isNotDone();
        scene.advance(Duration.ofSeconds(1));

        assertThat(opening).isCompleted();
        assertThat(feed.subscribes()).hasSize(2);
    }

    @Test
    void nextQueriesTheLastChunkOfANewBrokerAndSkipsItWhole() {
        feed.ofNewBroker(90);
        Subscription subscription = scene.now(opening(Offset.NEXT));
        assertThat(scene.broker.received(StreamStats.class)).containsExactly(new StreamStats("s"));
        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.At(91));
        CompletableFuture<Message> next = subscription.next();
        feed.deliver(90, 10);
        assertThat(next).isNotDone();
        assertThat(feed.credits()).as("the one of the skipped chunk, too").isEqualTo(4);

        feed.deliver(100, 1);
        assertThat(scene.now(next).offset()).isEqualTo(100);
    }

    @Test
    void nextThatReceivedNothingFromANewBrokerContinuesAfterItsLastChunk() {
        feed.ofNewBroker(90);
        Subscription subscription = scene.now(opening(Offset.NEXT));
        feed.ofNewBroker(200);

        assertThat(wantedAfterACut()).isEqualTo(new OffsetSpec.At(91));
        feed.deliver(90, 10);
        feed.deliver(100, 1);
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(100);
    }

    @Test
    void nextOnAnEmptyStreamOfANewBrokerContinuesAtZero() {
        feed.ofNewBroker(-1);
        scene.now(opening(Offset.NEXT));
        feed.ofNewBroker(50);

        assertThat(wantedAfterACut()).isEqualTo(new OffsetSpec.At(0));
    }

    @Test
    void aFilterThatMatchesNothingYetContinuesAfterTheLastChunkAtItsStart() {
        feed.ofNewBroker(90);
        scene.now(scene.client.subscribe(
                "s", Offset.LAST, SubscriptionOptions.DEFAULT.withFilter(MessageFilter.of("a"))));
        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.Last());
        feed.ofNewBroker(300);

        assertThat(wantedAfterACut()).isEqualTo(new OffsetSpec.At(91));
    }

    @Test
    void aTimeLaterThanAllMessagesContinuesAfterTheLastChunkAtItsStart() {
        feed.ofNewBroker(90);
        scene.now(opening(Offset.timestamp(Instant.ofEpochMilli(99))));
        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.Timestamp(99));

        assertThat(wantedAfterACut()).isEqualTo(new OffsetSpec.At(91));
    }

    @Test
    void aNewLeaderWithoutACommittedChunkIsNotAnEmptyStream() {
        feed.ofNewBroker(0);
        scene.broker.reply(
                StreamStats.class,
                request -> new StreamStats.Reply(
                        ResponseCode.OK,
                        Map.of("first_chunk_id", 0L, "last_chunk_id", 70L, "committed_chunk_id", -1L)));
        scene.now(opening(Offset.NEXT));

        assertThat(feed.lastSubscribe().offset())
                .as("another chunk may replace the last one")
                .isEqualTo(new OffsetSpec.At(70));
    }

    @Test
    void statisticsThatAreRefusedAreAnErrorOfTheOpening() {
        feed.ofNewBroker(0);
        scene.broker.reply(
                StreamStats.class, request -> new StreamStats.Reply(ResponseCode.STREAM_DOES_NOT_EXIST, Map.of()));

        assertThat(scene.failure(opening(Offset.NEXT)))
                .isInstanceOf(BrokerException.class)
                .hasMessageStartingWith("subscription to stream s: ");
        assertThat(feed.subscribes()).isEmpty();
    }

    @Test
    void chunksThatOvertakeTheAnswerToSubscribeAreTheOldOnes() {
        holdTheAnswerAfterSubscribing();
        CompletableFuture<Subscription> opening = opening(Offset.NEXT);
        scene.broker.lastPeer().send(new Deliver(0, ScriptedFeed.numbers(3, 2)));
        scene.settle();
        answer();
        feed.deliver(5, 1);

        assertThat(scene.now(scene.now(opening).next()).offset()).isEqualTo(5);
        assertThat(scene.broker.received(Credit.class)).first().isEqualTo(new Credit(0, 3));
    }

    @Test
    void aTimeLongAgoReadsAllChunksFromTheFirstOneOn() {
        feed.ofNewBroker(20);
        holdTheAnswerAfterSubscribing();
        CompletableFuture<Subscription> opening = opening(Offset.timestamp(Instant.ofEpochMilli(99)));
        feed.deliver(0, 10);
        answer();
        feed.deliver(10, 10);
        feed.deliver(20, 10);
        List<Long> offsets = new ArrayList<>();
        scene.now(opening).forEach(MessageHandler.of(message -> offsets.add(message.offset())));
        scene.settle();

        assertThat(offsets)
                .containsExactlyElementsOf(LongStream.range(0, 30).boxed().toList());
    }
}
