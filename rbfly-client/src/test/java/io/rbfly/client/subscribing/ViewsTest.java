package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.WithEachExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop over messages where they lie. */
@WithEachExecutor
class ViewsTest {
    private final Scene scene = new Scene();
    private final ScriptedFeed feed = ScriptedFeed.on(scene);
    private final Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        scene.close();
    }

    private void see(MessageView message) {
        seen.add(message.offset() + "=" + message.body());
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> i + "=" + i).toList();
    }

    @Test
    void allMessagesAreSeenInOrder() {
        feed.deliver(0, 5);
        CompletableFuture<Void> loop = subscription.forEachView(this::see);
        feed.deliver(5, 5);

        assertThat(seen).isEqualTo(numbers(0, 10));
        assertThat(loop).isNotDone();
    }

    @Test
    void theMessagesOfAChunkAreSeenThroughOneObject() {
        List<MessageView> views = new ArrayList<>();
        subscription.forEachView(views::add);
        feed.deliver(0, 3);

        assertThat(views).hasSize(3).allMatch(view -> view == views.get(0));
    }

    @Test
    void aMessageThatIsKeptStaysWhatItIs() {
        List<Message> kept = new ArrayList<>();
        subscription.forEachView(message -> kept.add(message.keep()));
        for (int i = 0; i < 50; i++) {
            feed.deliver(10L * i, 10);
        }

        assertThat(kept.stream().map(message -> message.offset() + "=" + message.body()))
                .isEqualTo(numbers(0, 500));
    }

    @Test
    void aMessageThatIsNotKeptCannotBeReadWhenItsChunkIsOver() {
        List<MessageView> views = new ArrayList<>();
        subscription.forEachView(views::add);
        feed.deliver(0, 1);

        assertThatIllegalStateException().isThrownBy(() -> views.get(0).body()).withMessageContaining("keep()");
        assertThatIllegalStateException().isThrownBy(() -> views.get(0).keep());
    }

    @Test
    void aHandlerThatCancelsItsLoopHasItsViewToTheEnd() {
        List<CompletableFuture<Message>> next = new ArrayList<>();
        List<CompletableFuture<Void>> loops = new ArrayList<>();
        loops.add(new CompletableFuture<>());
        loops.set(0, subscription.forEachView(message -> {
            if (message.offset() == 1) {
                loops.get(0).cancel(false);
                next.add(subscription.next());
                next.add(subscription.next());
                loops.add(subscription.forEachView(this::see));
            }
            see(message);
        }));
        feed.deliver(0, 2);
        feed.deliver(2, 2);

        assertThat(seen).isEqualTo(numbers(0, 2));
        assertThat(scene.now(next.get(0)).offset()).isEqualTo(2);
        assertThat(scene.now(next.get(1)).offset()).isEqualTo(3);
        assertThat(scene.failure(loops.get(1)))
                .as("the handler of the cancelled loop was at work")
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHandlerThatFailsEndsTheLoopAndTheMessageAfterItIsTheNext() {
        feed.deliver(0, 3);
        CompletableFuture<Void> loop = subscription.forEachView(message -> {
            see(message);
            if (message.offset() == 1) {
                throw new IllegalArgumentException("no");
            }
        });

        assertThat(scene.failure(loop))
                .isInstanceOfSatisfying(
                        HandlerException.class, error -> assertThat(error).hasMessageContaining("offset 1"));
        assertThat(scene.now(subscription.next()).offset()).isEqualTo(2);
    }

    @Test
    void aMessageIsRetriedAndThenSkippedByThePolicy() {
        List<String> skipped = new ArrayList<>();
        ErrorPolicy policy = ErrorPolicy.skip((message, error) -> skipped.add(message.offset() + "=" + message.body()))
                .withRetries(2, Duration.ofSeconds(1), Duration.ofSeconds(1));
        subscription.forEachView(
                message -> {
                    see(message);
                    if (message.offset() == 1) {
                        throw new IllegalArgumentException("no");
                    }
                },
                policy);
        feed.deliver(0, 3);
        scene.advance(Duration.ofSeconds(2));
        scene.advance(Duration.ofSeconds(2));

        assertThat(seen).containsExactly("0=0", "1=1", "1=1", "1=1", "2=2");
        assertThat(skipped).containsExactly("1=1");
    }

    @Test
    void closingInsideTheHandlerEndsTheLoop() {
        feed.deliver(0, 3);
        CompletableFuture<Void> loop = subscription.forEachView(message -> {
            subscription.close();
            see(message);
        });
        scene.settle();

        assertThat(loop).isCompleted();
        assertThat(seen).containsExactly("0=0");
    }

    @Test
    void whileALoopReadsAnotherOneIsRefused() {
        subscription.forEachView(this::see);

        assertThat(scene.failure(subscription.forEachView(this::see))).isInstanceOf(IllegalStateException.class);
        assertThat(scene.failure(subscription.next())).isInstanceOf(IllegalStateException.class);
    }
}
