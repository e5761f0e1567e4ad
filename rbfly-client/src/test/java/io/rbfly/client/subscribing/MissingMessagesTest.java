package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.MessagesSkippedException;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.event.Events;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Offsets that are above the end of a stream, below its beginning, or of a stream that was deleted. */
@WithEachExecutor
class MissingMessagesTest {
    private static final SubscriptionOptions STOPPING = SubscriptionOptions.DEFAULT.withStopOnSkippedMessages(true);

    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene).ofNewBroker(0);
    private final List<Long> seen = new ArrayList<>();

    @AfterEach
    void close() {
        scene.close();
    }

    private void streamBeginsAt(long first) {
        scene.broker.reply(
                StreamStats.class,
                request -> new StreamStats.Reply(
                        ResponseCode.OK,
                        Map.of("first_chunk_id", first, "committed_chunk_id", first, "last_chunk_id", first)));
    }

    private Subscription read(Offset offset) {
        Subscription subscription = scene.now(scene.client.subscribe("s", offset));
        subscription.forEach(message -> {
            seen.add(message.offset());
            return null;
        });
        return subscription;
    }

    private void storedOffsetIs(long offset) {
        scene.broker.reply(QueryOffset.class, request -> new QueryOffset.Reply(ResponseCode.OK, offset));
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void fromAnOffsetAboveTheEndWhatComesNextIsRead() {
        read(Offset.at(1_000));
        feed.deliver(10, 5);
        feed.deliver(15, 5);

        assertThat(seen).isEqualTo(numbers(10, 20));
    }

    @Test
    void fromAStoredOffsetAboveTheEndWhatComesNextIsRead() {
        storedOffsetIs(999);
        read(Offset.stored("r"));
        feed.deliver(10, 5);

        assertThat(seen).isEqualTo(numbers(10, 15));
    }

    @Test
    void afterTheHighestStoredOffsetWhatComesNextIsRead() {
        storedOffsetIs(-1);
        read(Offset.stored("r"));
        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.At(-1));
        feed.deliver(10, 5);
        feed.deliver(15, 5);

        assertThat(seen).isEqualTo(numbers(10, 20));
    }

    @Test
    void fromAnOffsetInsideAChunkTheMessagesBeforeItAreLeftOut() {
        read(Offset.at(12));
        feed.deliver(10, 5);

        assertThat(seen).isEqualTo(numbers(12, 15));
    }

    @Test
    void fromTheEndExactlyWhatComesNextIsRead() {
        read(Offset.at(10));
        feed.deliver(10, 5);

        assertThat(seen).isEqualTo(numbers(10, 15));
    }

    @Test
    void aGapCausedByRetentionIsReportedWithItsRange() {
        read(Offset.FIRST);
        feed.deliver(100, 19);
        streamBeginsAt(2_096);
        feed.deliver(2_096, 4);

        assertThat(scene.events(ClientEvent.MessagesSkipped.class))
                .containsExactly(new Events.MessagesSkipped("s", 119, 2_096));
        assertThat(seen).hasSize(23).endsWith(2_099L);
    }

    @Test
    void aGapOfTheBrokersOwnEntriesIsNotReported() {
        read(Offset.FIRST);
        feed.deliver(0, 10);
        feed.deliver(11, 10);

        assertThat(scene.events(ClientEvent.MessagesSkipped.class)).isEmpty();
        assertThat(seen).hasSize(20);
    }

    @Test
    void anOffsetThatWasStoredTooLongAgoIsReported() {
        storedOffsetIs(41);
        streamBeginsAt(100);
        read(Offset.stored("r"));
        feed.deliver(100, 1);

        assertThat(scene.events(ClientEvent.MessagesSkipped.class))
                .containsExactly(new Events.MessagesSkipped("s", 42, 100));
    }

    @Test
    void anOffsetOfTheApplicationBelowTheBeginningIsNotReported() {
        streamBeginsAt(100);
        read(Offset.at(0));
        feed.deliver(100, 1);

        assertThat(scene.events(ClientEvent.MessagesSkipped.class)).isEmpty();
        assertThat(seen).containsExactly(100L);
    }

    @Test
    void aSubscriptionThatStopsEndsBeforeTheGap() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST, STOPPING));
        feed.deliver(0, 2);
        streamBeginsAt(50);
        feed.deliver(50, 2);
        assertThat(scene.now(subscription.next()).offset()).isZero();
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(1);

        assertThat(scene.failure(subscription.next())).isInstanceOfSatisfying(MessagesSkippedException.class, error -> {
            assertThat(error.firstOffset()).isEqualTo(2);
            assertThat(error.nextOffset()).isEqualTo(50);
        });
    }

    @Test
    void aSubscriptionThatStopsReadsOverTheBrokersOwnEntries() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST, STOPPING));
        feed.deliver(0, 1);
        feed.deliver(2, 1);
        feed.deliver(3, 1);

        for (long offset : new long[] {0, 2, 3}) {
            assertThat(scene.now(subscription.next()).offset()).isEqualTo(offset);
        }
    }

    @Test
    void aBrokerThatDoesNotSayWhetherMessagesWereDeletedIsLost() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST, STOPPING));
        feed.deliver(0, 1);
        scene.broker.ignore(StreamStats.class);
        feed.deliver(5, 1);
        scene.now(subscription.next());
        streamBeginsAt(5);
        scene.advance(Duration.ofSeconds(20));

        assertThat(scene.events(ClientEvent.ConnectionClosed.class)).hasSize(1);
        assertThat(scene.failure(subscription.next())).isInstanceOf(MessagesSkippedException.class);
    }

    @Test
    void aStreamThatWasCreatedAgainIsReadFromItsFirstMessage() {
        read(Offset.FIRST);
        feed.deliver(newerChunk(0, 100, 0));
        scene.advance(Duration.ofSeconds(2));
        scene.broker.cutAll();
        scene.settle();
        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.At(100));
        feed.deliver(newerChunk(7, 3, 1));
        scene.advance(Duration.ofSeconds(60));
        assertThat(feed.lastSubscribe().offset()).isEqualTo(new OffsetSpec.First());
        feed.deliver(newerChunk(0, 10, 1));

        assertThat(scene.events(ClientEvent.SubscriptionRestarted.class))
                .containsExactly(new Events.SubscriptionRestarted("s", 100));
        List<Long> expected = new ArrayList<>(numbers(0, 100));
        expected.addAll(numbers(0, 10));
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void aSubscriptionThatStopsEndsWhenItsStreamWasCreatedAgain() {
        Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST, STOPPING));
        feed.deliver(newerChunk(0, 1, 0));
        scene.now(subscription.next());
        scene.advance(Duration.ofSeconds(2));
        scene.broker.cutAll();
        scene.settle();
        feed.deliver(newerChunk(0, 1, 1));

        assertThat(scene.failure(subscription.next())).isInstanceOf(MessagesSkippedException.class);
    }

    @Test
    void aReplicaThatLagsBehindIsNotTakenForAnotherStream() {
        read(Offset.FIRST);
        feed.deliver(newerChunk(0, 50, 0));
        feed.deliver(newerChunk(50, 50, 1));
        scene.advance(Duration.ofSeconds(2));
        scene.broker.cutAll();
        scene.settle();
        feed.deliver(newerChunk(50, 50, 1));
        feed.deliver(newerChunk(100, 1, 2));

        assertThat(scene.events(ClientEvent.SubscriptionRestarted.class)).isEmpty();
        assertThat(seen).isEqualTo(numbers(0, 101));
    }

    @Test
    void stoppingNeedsABrokerWithStatistics() {
        try (Scene old = new Scene()) {
            ScriptedFeed.on(old);

            assertThat(old.failure(old.client.subscribe("s", Offset.FIRST, STOPPING)))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("3.11");
        }
    }

    /** A chunk of numbers that was written so many milliseconds later than others. */
    private static Chunk newerChunk(long firstOffset, int messages, int millis) {
        return Chunk.of(
                firstOffset,
                ScriptedFeed.TIMESTAMP + millis,
                IntStream.range(0, messages)
                        .mapToObj(i -> ScriptedFeed.encoded(firstOffset + i))
                        .toList());
    }
}
